import type { ActionRequest, OutcomeRequest } from "@/lib/actions/action.schemas";
import type { rejectReasons } from "@/lib/approvals/approval.rules";
import type { Role } from "@/lib/platform/permissions.rules";
import type { Zone } from "@/lib/platform/zone.rules";
import type { Dice } from "./dice.rules";

/** A workspace of the demo: its people, and the stories its agents live through. The same stories serve the seed and the fleet. */
export interface WorkspaceStory {
  slug: string;
  name: string;
  people: readonly StoryPerson[];
  teams: readonly { name: string; members: readonly Mailbox[] }[];
  stories: readonly Story[];
  /** Levers pulled and re-armed in the days before. */
  stops: readonly StoryStop[];
}

/** The nine people of every demo workspace, by the part of their address before the @. */
export type Mailbox =
  | "admin"
  | "supervisor"
  | "supervisor2"
  | "governance"
  | "reliability"
  | "context"
  | "finops"
  | "annotator"
  | "viewer";

export interface StoryPerson {
  mailbox: Mailbox;
  role: Role;
  name: string;
  timeZone: string;
}

export interface StoryStop {
  agent: string;
  by: Mailbox;
  reason: string;
  rearmReason: string;
  hoursAgo: number;
  hours: number;
}

export interface StoryAgent {
  name: string;
  kind: string;
  description: string;
  tier: "strategic" | "tactical" | "observer";
  autonomy: "advisory" | "change_making" | "autonomous";
  team: string;
  /** Who registered it, and so may not decide its actions where the workspace says so. */
  createdBy: Mailbox;
}

/** A JSON Schema 2020-12 of an action's parameters: an object, closed, with a title and description for each. */
export type ParametersSchema = Record<string, unknown> & { type: "object" };

export interface StoryType {
  name: string;
  title: string;
  description: string;
  sentence: string;
  zone: Zone;
  destructive?: boolean;
  reversible?: boolean;
  expectedCost?: { amount: string; currency: string };
  decideWithinSeconds: number;
  confidenceThreshold: number;
  kindThresholds?: Record<string, number>;
  reviewProbability?: number;
  /** What each of its actions is done to. */
  resourceType?: string;
  parametersSchema: ParametersSchema;
}

/** What a careful supervisor would answer if the action were held; the seed's people vote by it. */
export type Wise =
  | { vote: "approve"; text: string }
  | { vote: "edit"; text: string; parameters: Record<string, unknown> }
  | { vote: "reject"; code: RejectCode; text: string };

type RejectCode = (typeof rejectReasons)[number]["code"];

/** How an agent misbehaves around an otherwise ordinary action; the fleet plays it against the real API. */
export type Misstep = "wrong_digest" | "second_execution" | "never_executes" | "never_reports" | "second_outcome";

export type StoryRequest = Omit<ActionRequest, "runId" | "deadline">;

/** One action of a run: what is asked, what should be answered, and what comes of it. */
export interface Ask {
  request: StoryRequest;
  wise: Wise;
  outcome: OutcomeRequest;
  /** How long the work takes once permitted. */
  workSeconds: number;
  misstep?: Misstep;
  /** The agent gives up and cancels if nobody has decided after so long. */
  patienceSeconds?: number;
}

/** One run of an agent. */
export interface Episode {
  task: string;
  jurisdiction?: string;
  asks: readonly Ask[];
}

export interface StoryEpisode {
  /** How often it happens, against the agent's other episodes; 0 for what only opens the demo. */
  weight: number;
  /** Held in the queue when the demo begins, asked so many minutes before. */
  heldMinutesAgo?: number;
  /** Who has claimed it by then. */
  claimedBy?: Mailbox;
  tell(dice: Dice): Episode;
}

/** An agent, the action types it brought with it, and what it does all day. */
export interface Story {
  agent: StoryAgent;
  types: readonly StoryType[];
  episodes: readonly StoryEpisode[];
  /** Runs in an ordinary working hour. */
  runsPerHour: number;
}

/** A parameter with its title and description, for schemas that a supervisor can read. */
export function parameter(
  type: "string" | "number" | "integer" | "boolean" | "array" | "object",
  title: string,
  description: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type, title, description, ...more };
}

/** A closed object schema; everything is required except what is named optional. */
export function parameters(
  properties: Record<string, Record<string, unknown>>,
  optional: readonly string[] = [],
): ParametersSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  };
}

export const approve = (text = "In order."): Wise => ({ vote: "approve", text });
export const reject = (code: RejectCode, text: string): Wise => ({ vote: "reject", code, text });
export const edit = (parameters: Record<string, unknown>, text: string): Wise => ({ vote: "edit", parameters, text });

export const succeeded = (result: unknown, more: Partial<OutcomeRequest> = {}): OutcomeRequest => ({
  status: "succeeded",
  result,
  ...more,
});
export const failed = (error: string, more: Partial<OutcomeRequest> = {}): OutcomeRequest => ({
  status: "failed",
  error,
  ...more,
});
export const partial = (result: unknown, error: string, more: Partial<OutcomeRequest> = {}): OutcomeRequest => ({
  status: "partial",
  result,
  error,
  ...more,
});

/** Euros as the API writes money. */
export const euros = (amount: number): { amount: string; currency: string } => ({
  amount: amount.toFixed(2),
  currency: "EUR",
});

/** What the thinking behind one action took, in tokens and in money at the model's list price. */
export function spent(dice: Dice): { usage: Record<string, unknown>; cost: { amount: string; currency: string } } {
  const inputTokens = Math.round(dice.logNormal(2_600, 0.6));
  const outputTokens = Math.round(dice.logNormal(380, 0.5));
  return {
    usage: { inputTokens, outputTokens, model: "operations-large-3" },
    cost: { amount: (inputTokens * 3e-6 + outputTokens * 15e-6).toFixed(4), currency: "EUR" },
  };
}
