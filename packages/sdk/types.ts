/** The wire types of the Signalbox HTTP API that an agent uses. Times are RFC 3339 strings in UTC. */

export type JsonObject = Record<string, unknown>;

export interface Money {
  /** Decimal digits, such as "12.50". */
  amount: string;
  /** ISO 4217 code. */
  currency: string;
}

export interface ActionRequest {
  /** A name of the catalog. A name that the catalog does not know is judged as red. */
  action: string;
  resource?: { type: string; id: string };
  /** What the action would run with; at most 256 KiB, checked against the catalog's JSON schema. */
  parameters: JsonObject;
  /** The agent's own confidence, a finite number in 0..1. */
  confidence?: number;
  reasoning?: { summary: string; context?: { label: string; content?: string; uri?: string; sha256?: string }[] };
  runId?: string;
  stepId?: string;
  toolCallId?: string;
  traceId?: string;
  spanId?: string;
  onBehalfOf?: { type: string; id: string };
  estimatedCost?: Money;
  effects?: { destructive?: boolean; reversible?: boolean; blastRadius?: string; rollbackPlan?: string };
  jurisdiction?: string;
  deadline?: string;
  metadata?: JsonObject;
}

export type Zone = "green" | "yellow" | "red";
export type ActionStatus = "pending" | "approved" | "denied" | "expired" | "cancelled";

export interface InterlockAnswer {
  name: string;
  effect: "pass" | "hold" | "deny";
  code: string;
  message: string;
  policies?: string[];
}

export interface Verdict {
  effect: "allow" | "hold" | "deny";
  policyVersion: string;
  epoch: number;
  interlocks: InterlockAnswer[];
}

export interface Decision {
  outcome: "approve" | "edit" | "reject" | "expire" | "cancel";
  /** `system` is the time limit or, where the agent took its request back, that agent. */
  by: { type: "policy" | "person" | "system"; id: string; name: string };
  reason: { code?: string; text: string };
  at: string;
}

export interface Action {
  id: string;
  agentId: string;
  /** The kind of the agent that asked. */
  kind: string;
  runId: string | null;
  action: string;
  /** Version of the catalog's entry that it was judged by; null when the catalog did not know it. */
  typeVersion: number | null;
  resource: { type: string; id: string } | null;
  parameters: JsonObject;
  confidence: number | null;
  onBehalfOf: { type: string; id: string } | null;
  zone: Zone;
  status: ActionStatus;
  verdict: Verdict;
  /** Lowercase hex SHA-256 of what was asked. What may run has its digest in the permit. */
  digest: string;
  decision: Decision | null;
  /** What may run: the edited parameters after an edit. */
  finalParameters: JsonObject | null;
  permit: { digest: string; expiresAt: string } | null;
  execution: { status: "started" | "succeeded" | "failed" | "partial" | "lost" } | null;
  expiresAt: string;
  createdAt: string;
  /** Where people see it in the console. */
  url: string;
}

/** RFC 9457 problem details as Signalbox sends them. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  code: string;
  requestId?: string;
  errors?: { path: string; message: string }[];
}

export interface Execution {
  actionId: string;
  /** Exactly what was decided; run this and nothing else. */
  parameters: JsonObject;
  startedAt: string;
}

export interface Outcome {
  status: "succeeded" | "failed" | "partial";
  result?: unknown;
  error?: string;
  cost?: Money;
  usage?: JsonObject;
}

/** A pulled lever, as far as an agent needs to know it. */
export interface Stop {
  id: string;
  scope: { type: "workspace" | "kind" | "agent" | "run" | "action" | "resource"; id: string | null };
  /** Null where nobody has said why. */
  reason: string | null;
  active: boolean;
}

/** What a person asks the agent about an action of its own. */
export interface Question {
  id: string;
  actionId: string;
  text: string;
  by: { id: string; name: string };
  at: string;
  /** What the agent has answered; a question takes one answer. */
  answer: { id: string; text: string; at: string } | null;
}

export interface RunRequest {
  task: string;
  parentRunId?: string;
  /** 5..86400 seconds. */
  ttlSeconds?: number;
  jurisdiction?: string;
  context?: JsonObject;
}

export interface Run {
  id: string;
  /** A bearer token that is good for this run only. */
  token: string;
  expiresAt: string;
}
