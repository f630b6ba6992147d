import { z } from "zod";
import {
  JsonObject,
  Money,
  NamedPerson,
  pageOf,
  pageQuery,
  Timestamp,
  TimestampInput,
} from "@/lib/platform/common.schemas";
import { ActionName } from "@/lib/platform/names.schemas";
import { zones } from "@/lib/platform/zone.rules";
import { interlockNames } from "./interlock-names.rules";

export const actionStatuses = ["pending", "approved", "denied", "expired", "cancelled"] as const;
export type ActionStatus = (typeof actionStatuses)[number];
export const executionStatuses = ["started", "succeeded", "failed", "partial", "lost"] as const;
export const outcomeKinds = ["approve", "edit", "reject", "expire", "cancel"] as const;
export type DecisionOutcome = (typeof outcomeKinds)[number];

const short = z.string().min(1).max(200);

export const Confidence = z
  .number({ message: "must be a number from 0 to 1" })
  .refine((n) => Number.isFinite(n) && n >= 0 && n <= 1, "must be a finite number from 0 to 1");

const Reasoning = z.strictObject({
  summary: z.string().max(20_000),
  context: z
    .array(
      z.strictObject({
        label: short,
        content: z.string().max(50_000).optional(),
        uri: z.string().max(2_000).optional(),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
      }),
    )
    .max(100)
    .optional(),
});

const OnBehalfOf = z.strictObject({ type: z.string().min(1).max(50), id: short });

const DeclaredEffects = z.strictObject({
  destructive: z.boolean().optional(),
  reversible: z.boolean().optional(),
  blastRadius: z.string().max(500).optional(),
  rollbackPlan: z.string().max(5_000).optional(),
});

export const Resource = z.strictObject({ type: z.string().min(1).max(100), id: z.string().min(1).max(500) });

/** What an agent sends to ask. What it says about itself can only raise the risk. */
export const ActionRequest = z
  .strictObject({
    action: ActionName,
    resource: Resource.optional(),
    parameters: JsonObject,
    confidence: Confidence.optional(),
    reasoning: Reasoning.optional(),
    runId: short.optional(),
    stepId: short.optional(),
    toolCallId: short.optional(),
    traceId: short.optional(),
    spanId: short.optional(),
    onBehalfOf: OnBehalfOf.optional(),
    estimatedCost: Money.optional(),
    estimatedTokens: z
      .number()
      .int()
      .min(0)
      .max(2_000_000_000)
      .optional()
      .describe("Tokens that it will take: budgets of tokens reserve them."),
    effects: DeclaredEffects.optional(),
    jurisdiction: z.string().min(1).max(20).optional(),
    deadline: TimestampInput.optional(),
    metadata: JsonObject.optional(),
  })
  .meta({
    id: "ActionRequest",
    description: "What an agent sends to ask. What it says about itself can only raise the risk.",
  });
export type ActionRequest = z.infer<typeof ActionRequest>;

export const maxBatch = 100;
// The elements are validated one by one, so that one bad action does not refuse the others.
export const BatchRequest = z
  .strictObject({ actions: z.array(JsonObject).min(1).max(maxBatch) })
  .meta({ id: "ActionBatchRequest", description: "Several requests; each is judged on its own." });

export const Interlock = z.strictObject({
  name: z.enum(interlockNames),
  effect: z.enum(["pass", "hold", "deny"]),
  code: z.string(),
  message: z.string(),
  policies: z.array(z.string()).optional(),
  control: z
    .strictObject({ type: z.enum(["stop", "breaker", "budget"]), id: z.string() })
    .optional()
    .describe("The control that made it answer so, where it was a single one."),
});

const Verdict = z
  .strictObject({
    effect: z.enum(["allow", "hold", "deny"]),
    policyVersion: z.string(),
    epoch: z.number().int(),
    interlocks: z.array(Interlock),
  })
  .meta({ id: "Verdict", description: "The strictest answer of all interlocks, with each one's answer." });

export const Actor = z
  .strictObject({ type: z.enum(["policy", "person", "system"]), id: z.string(), name: z.string() })
  .meta({
    id: "Actor",
    description:
      "policy: the interlocks. person: by id and name. system: the time limit, or, where the agent took its request back (outcome cancel), the agent by id and name.",
  });
export type Actor = z.infer<typeof Actor>;
const Reason = z.strictObject({ code: z.string().optional(), text: z.string() });

const Decision = z
  .strictObject({
    outcome: z.enum(outcomeKinds),
    by: Actor,
    reason: Reason,
    at: Timestamp,
    contradictsLog: z
      .array(z.string())
      .optional()
      .describe(
        "Only where what is stored differs from the audit log's entry: what differs. Do not rely on such a decision",
      ),
  })
  .meta({ id: "Decision", description: "The final, single outcome of an action." });

const Execution = z.strictObject({
  status: z.enum(executionStatuses),
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  result: z.unknown(),
  error: z.string().nullable(),
  cost: Money.nullable(),
  usage: JsonObject.nullable(),
});

/** An action as everyone sees it: the agent that asked and the people who decide. */
export const Action = z
  .strictObject({
    id: z.string(),
    agentId: z.string(),
    agentName: z.string(),
    kind: z.string(),
    runId: z.string().nullable(),
    action: z.string(),
    /** Version of the catalog's entry that it was judged by, part of the digest; null when the catalog did not know it. */
    typeVersion: z.number().int().nullable(),
    sentence: z.string(),
    resource: Resource.nullable(),
    parameters: JsonObject,
    confidence: z.number().nullable(),
    reasoning: Reasoning.nullable(),
    onBehalfOf: OnBehalfOf.nullable(),
    estimatedCost: Money.nullable(),
    effects: DeclaredEffects.nullable(),
    jurisdiction: z.string().nullable(),
    toolCallId: z.string().nullable(),
    traceId: z.string().nullable(),
    metadata: JsonObject.nullable(),
    zone: z.enum(zones),
    status: z.enum(actionStatuses),
    verdict: Verdict,
    digest: z.string(),
    decision: Decision.nullable(),
    finalParameters: JsonObject.nullable(),
    permit: z.strictObject({ digest: z.string(), expiresAt: Timestamp }).nullable(),
    execution: Execution.nullable(),
    /** A vote that becomes the decision when its grace period ends, unless it is taken back. */
    settling: z
      .strictObject({ outcome: z.enum(["approve", "edit"]), by: Actor, at: Timestamp, until: Timestamp })
      .nullable(),
    claim: z.strictObject({ by: NamedPerson, expiresAt: Timestamp }).nullable(),
    /** To a team, a role or a person. `because`: nobody_left where no person sent it there, but nobody was left to answer it. */
    escalation: z
      .strictObject({
        teamId: z.string().nullable(),
        role: z.string().nullable(),
        person: NamedPerson.nullable(),
        because: z.string().nullable(),
      })
      .nullable(),
    /** How many questions of people wait for the agent's answer, and how many it has answered. */
    questions: z.strictObject({ open: z.number().int(), answered: z.number().int() }),
    review: z.strictObject({ probability: z.number(), drawn: z.boolean() }),
    expiresAt: Timestamp,
    /** The agent's own deadline, where it named one: no extension goes past it. */
    deadline: Timestamp.nullable(),
    createdAt: Timestamp,
    /** Where people see it in the console. */
    url: z.url(),
  })
  .meta({
    id: "Action",
    description: "An action as everyone sees it: the agent that asked and the people who decide.",
  });
export type Action = z.infer<typeof Action>;

export const ActionPage = pageOf(Action).meta({ id: "ActionPage", description: "A page of actions." });

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((v) => (typeof v === "string" ? v.split(",") : v), z.array(item).max(20).optional());

export const actionSorts = [
  "newest",
  "oldest",
  "queue",
  "highest_cost",
  "lowest_cost",
  "highest_confidence",
  "lowest_confidence",
] as const;
export type ActionSort = (typeof actionSorts)[number];

export const ActionQuery = z.strictObject({
  ...pageQuery,
  status: oneOrMore(z.enum(actionStatuses)).describe("Of these statuses, separated by commas."),
  zone: oneOrMore(z.enum(zones)).describe("Of these zones, separated by commas."),
  agentId: z.string().max(100).optional().describe("Of this agent."),
  agentFamily: z.string().max(100).optional().describe("Of this agent, or of any that is registered under it."),
  kind: z.string().max(100).optional().describe("Of agents of this kind."),
  action: z.string().max(128).optional().describe("Of this action type."),
  runId: z.string().max(100).optional().describe("Of this run."),
  /** Words in the sentence, the action's name, the agent's name, or a whole id. */
  q: z
    .string()
    .max(200)
    .optional()
    .describe("Words in the sentence, the action's name or the agent's name, or a whole id."),
  /** "me": claimed by me. "open": claimed by nobody. */
  claim: z
    .enum(["me", "open", "others"])
    .optional()
    .describe("me: claimed by the caller. open: by nobody. others: by somebody else."),
  /** "me": the caller may decide it, it was escalated to nobody else, and they have not set it aside. "aside": they have. */
  for: z
    .enum(["me", "aside"])
    .optional()
    .describe(
      "me: the caller may decide it: their role does, it is not their own, it was not escalated to others, and they have not set it aside. aside: they have set it aside, and it still waits to come back.",
    ),
  decidedAfter: TimestampInput.optional().describe("Decided at this instant or later."),
  decidedBefore: TimestampInput.optional().describe("Decided before this instant."),
  reportedAfter: TimestampInput.optional().describe("Whose outcome was reported at this instant or later."),
  reportedBefore: TimestampInput.optional().describe("Whose outcome was reported before this instant."),
  /** "person": decided by people; "policy": by the interlocks alone; "system": expired or cancelled; "agent": cancelled only. */
  decidedBy: oneOrMore(z.enum(["person", "policy", "system", "agent"])).describe(
    "person: by people. policy: by the interlocks alone. system: expired or cancelled. agent: cancelled only.",
  ),
  stopId: z
    .string()
    .max(100)
    .optional()
    .describe(
      "Caught by this stop: denied by it, waiting when it was pulled, or with a permit that it withdrew before that was used.",
    ),
  decidedById: z.string().max(100).optional().describe("Decided by the person of this id."),
  outcome: oneOrMore(z.enum(outcomeKinds)).describe("Decided so, by whomever, separated by commas."),
  createdAfter: TimestampInput.optional().describe("Asked at this instant or later."),
  createdBefore: TimestampInput.optional().describe("Asked before this instant."),
  executionStatus: oneOrMore(z.enum(executionStatuses)).describe("Whose execution stands so, separated by commas."),
  minCost: Money.shape.amount
    .optional()
    .describe("Whose estimated cost is at least this amount, in whatever currency: none is converted."),
  currency: Money.shape.currency.optional().describe("Whose estimated cost is in this currency."),
  sort: z
    .enum(actionSorts)
    .optional()
    .describe(
      "queue: what is pending, by what people should decide first. By cost or confidence, what has none comes last; amounts are compared as numbers, whatever their currency.",
    ),
});
export type ActionQuery = z.output<typeof ActionQuery>;

/** The same filters and orders, for all of them at once; a download cannot send a header. */
export const ActionExportQuery = ActionQuery.omit({ limit: true, cursor: true }).extend({
  workspace: z.string().max(100).optional().describe("The slug of the workspace, where a header cannot be sent."),
});

export const BatchResult = z
  .strictObject({
    items: z.array(
      z.union([
        Action,
        z.strictObject({
          type: z.string(),
          title: z.string(),
          status: z.number().int(),
          detail: z.string(),
          code: z.string(),
          requestId: z.string(),
          errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
        }),
      ]),
    ),
  })
  .meta({ id: "ActionBatchResult", description: "An action or a problem for each request, in their order." });

export const ExecutionRequest = z
  .strictObject({ digest: z.string().min(1).max(200) })
  .meta({ id: "ExecutionRequest", description: "The digest that the agent is about to run." });
export const ExecutionStarted = z
  .strictObject({ actionId: z.string(), parameters: JsonObject, startedAt: Timestamp })
  .meta({ id: "ExecutionStarted", description: "What to run: the permit is used up." });

export const OutcomeRequest = z
  .strictObject({
    status: z.enum(["succeeded", "failed", "partial"]),
    result: z.unknown().optional(),
    error: z.string().max(20_000).optional(),
    cost: Money.optional(),
    usage: JsonObject.optional(),
  })
  .meta({ id: "OutcomeRequest", description: "What came of an execution." });
export type OutcomeRequest = z.infer<typeof OutcomeRequest>;
