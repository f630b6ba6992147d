import { z } from "zod";
import { displayName, JsonObject, Money, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { plainName } from "@/lib/platform/name-key.rules";
import { Kind, ActionName } from "@/lib/platform/names.schemas";
import { zones } from "@/lib/platform/zone.rules";
import { ChangeReason, ControlDifferences, ProposalItem } from "@/lib/versions/version.schemas";
import { typeSorts } from "./type-sorts.rules";

const Share = z.number().min(0).max(1);
/** Thirty days: a question that waits longer is not one that anybody waits for. */
export const maxDecideWithinSeconds = 30 * 86_400;
const maxKindThresholds = 100;

const KindThresholds = z
  .record(Kind, Share)
  .refine((all) => Object.keys(all).length <= maxKindThresholds, `may name at most ${maxKindThresholds} kinds`);

const ResourceType = z
  .string()
  .max(100)
  .transform(plainName)
  .pipe(
    z
      .string()
      .min(1, "must not be empty")
      .max(100)
      .refine((type) => !type.includes("*"), "names one type of resource: no *"),
  );

const settings = {
  title: displayName(120),
  description: z.string().max(5_000),
  /** JSON Schema 2020-12 of the parameters; its type is object. */
  parametersSchema: JsonObject,
  zone: z.enum(zones),
  destructive: z.boolean(),
  reversible: z.boolean(),
  expectedCost: Money.nullable(),
  decideWithinSeconds: z.number().int().min(1).max(maxDecideWithinSeconds),
  /** Below this confidence, 0..1, an action is held. */
  confidenceThreshold: Share,
  /** The threshold for single kinds of agent, where it differs. */
  kindThresholds: KindThresholds,
  /** The share of allowed yellow actions that is drawn for a later review, 0..1. */
  reviewProbability: Share,
  /** The type of resource that each of its actions is done to: one that names none may be done to any, so a stop of any of them covers it. */
  resourceType: ResourceType.nullable(),
  /** Whether AB12 and ab12 are two resources of its actions. */
  resourceCaseSensitive: z.boolean(),
  /** What will happen, in one sentence; `{parameter}` and `{a.b}` are places for parameters. */
  sentence: z.string().trim().min(1).max(300).nullable(),
};

export const ActionTypeCreate = z
  .strictObject({
    name: ActionName,
    ...settings,
    title: settings.title.optional(),
    description: settings.description.default(""),
    destructive: settings.destructive.default(false),
    reversible: settings.reversible.default(true),
    expectedCost: settings.expectedCost.default(null),
    decideWithinSeconds: settings.decideWithinSeconds.default(3_600),
    confidenceThreshold: settings.confidenceThreshold.default(0.85),
    kindThresholds: settings.kindThresholds.default({}),
    reviewProbability: settings.reviewProbability.default(0.1),
    resourceType: settings.resourceType.default(null),
    resourceCaseSensitive: settings.resourceCaseSensitive.default(false),
    sentence: settings.sentence.default(null),
    /** Why it is added, for its history. */
    reason: ChangeReason.optional(),
  })
  .meta({ id: "ActionTypeCreate", description: "A new entry of the catalog." });
export type ActionTypeCreate = z.output<typeof ActionTypeCreate>;

/** Refuses the change if somebody else has changed the type since this version. */
const ifVersion = z.number().int().optional();
const namesSomething = (change: object): boolean => Object.keys(change).some((key) => Object.hasOwn(settings, key));

export const ActionTypeChange = z
  .strictObject(settings)
  .partial()
  .extend({ ifVersion })
  .refine(namesSomething, "names nothing to change")
  .meta({ id: "ActionTypeChange", description: "Settings of an entry of the catalog as they should be." });
export type ActionTypeChange = z.output<typeof ActionTypeChange>;

export const ActionTypeUpdate = z
  .strictObject(settings)
  .partial()
  .extend({
    ifVersion,
    /** Why it is changed, for its history. */
    reason: ChangeReason.optional(),
  })
  .refine(namesSomething, "names nothing to change")
  .meta({ id: "ActionTypeUpdate", description: "What to change of an entry of the catalog." });
export type ActionTypeUpdate = z.output<typeof ActionTypeUpdate>;

const Fault = z.strictObject({ path: z.string(), message: z.string() });

export const ActionType = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    /** Counts up with every change. */
    version: z.number().int(),
    ...settings,
    /** What is wrong with its schema, which may have been stored before a rule. */
    schemaCheck: z
      .strictObject({ usable: z.boolean(), faults: z.array(Fault) })
      .describe(
        "Why its schema would be refused if it were saved today: at most 20 faults, empty where it would not. What is not held to limits nothing; where it is not usable at all, no parameters pass.",
      ),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({
    id: "ActionType",
    description: "An entry of the catalog: what agents may ask for, and the rules it is judged by.",
  });
export type ActionType = z.infer<typeof ActionType>;

/** An entry as it was at one of its versions: what it called things then, and what it said of them. */
export const ActionTypeVersion = z
  .strictObject({
    name: z.string(),
    version: z.number().int(),
    title: settings.title,
    description: settings.description,
    parametersSchema: settings.parametersSchema,
    zone: settings.zone,
    destructive: settings.destructive,
    reversible: settings.reversible,
    expectedCost: settings.expectedCost,
    decideWithinSeconds: settings.decideWithinSeconds,
    sentence: settings.sentence,
    /** Since when it was so. */
    since: Timestamp,
    // What is kept since an entry has a history: absent for a version that is older.
    confidenceThreshold: settings.confidenceThreshold.optional(),
    kindThresholds: settings.kindThresholds.optional(),
    reviewProbability: settings.reviewProbability.optional(),
    resourceType: z.string().nullable().optional(),
    resourceCaseSensitive: settings.resourceCaseSensitive.optional(),
    difference: ControlDifferences.nullable()
      .optional()
      .describe("Where it differs from the version before; null where that was not kept."),
  })
  .meta({ id: "ActionTypeVersion", description: "An entry of the catalog as it was at one of its versions." });
export type ActionTypeVersion = z.infer<typeof ActionTypeVersion>;

/** An entry after a change, with what the change has withdrawn. */
export const ChangedActionType = ActionType.extend({
  /** Permits given before it became stricter that had not been used. */
  withdrawnPermits: z.number().int(),
  /** Approvals in their grace period: given on the entry as it was. */
  withdrawnVotes: z.number().int(),
}).meta({
  id: "ChangedActionType",
  description: "An entry of the catalog after a change, with what the change has withdrawn.",
});
export type ChangedActionType = z.infer<typeof ChangedActionType>;

/** Brings a former version back, as a new one. */
export const ActionTypeRollback = z
  .strictObject({ version: z.number().int().min(1).max(2_147_483_647), reason: ChangeReason, ifVersion })
  .meta({ id: "ActionTypeRollback", description: "Which version to bring back, as a new one, and why." });
export type ActionTypeRollback = z.output<typeof ActionTypeRollback>;

export const ActionTypePropose = z
  .strictObject({ change: ActionTypeChange, reason: ChangeReason })
  .meta({ id: "ActionTypePropose", description: "What to change of an entry of the catalog, and why." });
export type ActionTypePropose = z.output<typeof ActionTypePropose>;

const ProposedSettings = z.strictObject({ ...settings, resourceType: z.string().nullable() });

/** A proposed change of an entry, with the whole of what it would be. */
export const ActionTypeProposal = ProposalItem.extend({
  settings: ProposedSettings.describe("The whole entry, as it would be."),
  difference: ControlDifferences.nullable().describe("Where it differs from the version it was made from."),
}).meta({ id: "ActionTypeProposal", description: "A proposed change of an entry of the catalog." });
export type ActionTypeProposal = z.infer<typeof ActionTypeProposal>;

export const ActionTypePage = pageOf(ActionType).meta({ id: "ActionTypePage", description: "A page of the catalog." });

export const ActionTypeQuery = z.strictObject({
  ...pageQuery,
  zone: z.enum(zones).optional().describe("Of this zone."),
  /** Words in the name, the title or the description. */
  q: z.string().max(200).optional().describe("Words in the name, the title or the description."),
  sort: z
    .enum(typeSorts.names)
    .optional()
    .describe(
      "name_a_to_z unless told otherwise. What has no expected cost comes last; amounts are compared as numbers, whatever their currency.",
    ),
});
export type ActionTypeQuery = z.output<typeof ActionTypeQuery>;

export const NameParams = z.strictObject({ name: z.string().min(1).max(128).describe("The action type's name.") });

export const VersionParams = NameParams.extend({
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_147_483_647)
    .describe("One of the entry's versions: an action's `typeVersion`."),
});

export const ProposalParams = NameParams.extend({
  id: z.string().min(1).max(100).describe("The proposal's id."),
});

/** Asks what a schema and a sentence would do, without changing anything. */
export const CatalogCheck = z
  .strictObject({ parametersSchema: JsonObject, parameters: JsonObject.optional() })
  .meta({ id: "CatalogCheck", description: "A schema and, where wanted, parameters to try against it." });
export type CatalogCheck = z.output<typeof CatalogCheck>;

export const CatalogCheckResult = z
  .strictObject({
    /** Why the schema cannot be used; empty when it can. */
    schemaFaults: z.array(Fault),
    /** What the schema says against the parameters. */
    parameterFaults: z.array(Fault),
  })
  .meta({ id: "CatalogCheckResult", description: "What the schema and the parameters would be told." });
export type CatalogCheckResult = z.infer<typeof CatalogCheckResult>;
