import type { ActionType } from "@/lib/catalog/action-type.schemas";
import type { TypeSettings } from "@/lib/catalog/catalog.rules";
import { plainName } from "@/lib/platform/name-key.rules";
import type { Zone } from "@/lib/platform/zone.rules";

export const timeUnits = ["seconds", "minutes", "hours", "days"] as const;
export type TimeUnit = (typeof timeUnits)[number];
const secondsIn: Record<TimeUnit, number> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

/** An entry of the catalog while it is edited: figures are text until they are read. */
export interface Draft {
  name: string;
  title: string;
  description: string;
  schemaText: string;
  zone: Zone;
  destructive: boolean;
  reversible: boolean;
  costAmount: string;
  costCurrency: string;
  decideWithin: string;
  decideUnit: TimeUnit;
  confidenceThreshold: string;
  reviewProbability: string;
  kindThresholds: { kind: string; threshold: string }[];
  resourceType: string;
  resourceCaseSensitive: boolean;
  sentence: string;
}

const exampleSchema = {
  type: "object",
  properties: { amount: { type: "number", title: "Amount", minimum: 0 }, reason: { type: "string", title: "Reason" } },
  required: ["amount"],
  additionalProperties: false,
};

export const blankDraft: Draft = {
  name: "",
  title: "",
  description: "",
  schemaText: JSON.stringify(exampleSchema, null, 2),
  zone: "red",
  destructive: false,
  reversible: true,
  costAmount: "",
  costCurrency: "EUR",
  decideWithin: "1",
  decideUnit: "hours",
  confidenceThreshold: "0.85",
  reviewProbability: "0.1",
  kindThresholds: [],
  resourceType: "",
  resourceCaseSensitive: false,
  sentence: "",
};

export function draftOf(type: ActionType): Draft {
  const decideUnit = timeUnits.findLast((unit) => type.decideWithinSeconds % secondsIn[unit] === 0) ?? "seconds";
  return {
    name: type.name,
    title: type.title,
    description: type.description,
    schemaText: JSON.stringify(type.parametersSchema, null, 2),
    zone: type.zone,
    destructive: type.destructive,
    reversible: type.reversible,
    costAmount: type.expectedCost?.amount ?? "",
    costCurrency: type.expectedCost?.currency ?? "EUR",
    decideWithin: String(type.decideWithinSeconds / secondsIn[decideUnit]),
    decideUnit,
    confidenceThreshold: String(type.confidenceThreshold),
    reviewProbability: String(type.reviewProbability),
    kindThresholds: Object.entries(type.kindThresholds).map(([kind, threshold]) => ({
      kind,
      threshold: String(threshold),
    })),
    resourceType: type.resourceType ?? "",
    resourceCaseSensitive: type.resourceCaseSensitive,
    sentence: type.sentence ?? "",
  };
}

/** Faults of a draft by the field they are at. */
export type DraftFaults = Partial<Record<keyof Draft, string>>;

/** The draft as the API takes it, or what is wrong with it. */
export type ReadDraft = { settings: TypeSettings; faults: null } | { settings: null; faults: DraftFaults };

function share(text: string): number {
  return /^(0(\.\d+)?|1(\.0+)?)$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** A JSON object from text, or null. */
export function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function thresholdFault(rows: Draft["kindThresholds"]): string | undefined {
  if (rows.some(({ kind }) => !/^[a-z][a-z0-9_-]{0,49}$/.test(kind)))
    return "A kind is lower case: a letter, then letters, digits, _ or -.";
  if (new Set(rows.map(({ kind }) => kind)).size < rows.length) return "List each kind only once.";
  return rows.some(({ threshold }) => Number.isNaN(share(threshold)))
    ? "A threshold is a number from 0 to 1, such as 0.9."
    : undefined;
}

/** Reads the figures and the schema of a draft. The server has the last word. */
export function readDraft(draft: Draft): ReadDraft {
  const parametersSchema = objectOf(draft.schemaText);
  const confidenceThreshold = share(draft.confidenceThreshold);
  const reviewProbability = share(draft.reviewProbability);
  const decideWithinSeconds = Number(draft.decideWithin) * secondsIn[draft.decideUnit];
  const costAmount = draft.costAmount.trim();
  const found: DraftFaults = {
    name: /^[A-Za-z][A-Za-z0-9_.:-]{0,127}$/.test(draft.name)
      ? undefined
      : "A letter, then letters, digits, _ . : or -. It is what agents call it by.",
    title: draft.title.trim() === "" ? "Required." : undefined,
    schemaText: parametersSchema ? undefined : "This is not a JSON object.",
    costAmount:
      costAmount === "" || /^\d{1,15}(\.\d{1,4})?$/.test(costAmount)
        ? undefined
        : "A number such as 12.50, or leave it empty.",
    costCurrency:
      costAmount === "" || /^[A-Z]{3}$/.test(draft.costCurrency) ? undefined : "A code of three letters, such as EUR.",
    decideWithin:
      Number.isInteger(decideWithinSeconds) && decideWithinSeconds >= 1 && decideWithinSeconds <= 30 * 86_400
        ? undefined
        : "From one second to 30 days.",
    confidenceThreshold: Number.isNaN(confidenceThreshold) ? "A number from 0 to 1, such as 0.85." : undefined,
    reviewProbability: Number.isNaN(reviewProbability) ? "A number from 0 to 1, such as 0.1." : undefined,
    kindThresholds: thresholdFault(draft.kindThresholds),
    resourceType: draft.resourceType.includes("*") ? "One type of resource, such as invoice: no *." : undefined,
  };
  const faults = Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== undefined)) as DraftFaults;
  if (!parametersSchema || Object.keys(faults).length > 0) return { settings: null, faults };
  return {
    faults: null,
    settings: {
      title: draft.title.trim(),
      description: draft.description,
      parametersSchema,
      zone: draft.zone,
      destructive: draft.destructive,
      reversible: draft.reversible,
      expectedCost: costAmount === "" ? null : { amount: costAmount, currency: draft.costCurrency },
      decideWithinSeconds,
      confidenceThreshold,
      kindThresholds: Object.fromEntries(draft.kindThresholds.map(({ kind, threshold }) => [kind, share(threshold)])),
      reviewProbability,
      resourceType: plainName(draft.resourceType) || null,
      resourceCaseSensitive: draft.resourceCaseSensitive,
      sentence: draft.sentence.trim() || null,
    },
  };
}

/** A fault of the schema as it stands under the schema's field: where in it, and what is wrong there. */
export function schemaFaultInWords({ path, message }: { path: string; message: string }): string {
  const within = path.replace(/^parametersSchema\.?/, "");
  return within === "" ? message : `${within}: ${message}`;
}

const maxFaultsInWords = 3;

/** The first faults of a schema, one a line, and how many more there are; undefined where there are none. */
export function schemaFaultsInWords(faults: readonly { path: string; message: string }[]): string | undefined {
  if (faults.length === 0) return undefined;
  const lines = faults.slice(0, maxFaultsInWords).map(schemaFaultInWords);
  if (faults.length > lines.length) lines.push(`And ${faults.length - lines.length} more.`);
  return lines.join("\n");
}
