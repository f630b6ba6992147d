import type { Zone } from "@/lib/platform/zone.rules";
import type { ActionRequest, DecisionOutcome } from "./action.schemas";
import type { Verdict, VerdictEffect } from "./verdict.rules";

/** Rows as gate_commit takes them: keys are column names. */
export interface ActionRow {
  id: string;
  workspace_id: string;
  agent_id: string;
  agent_name: string;
  kind: string;
  key_id: string;
  run_id: string | null;
  step_id: string | null;
  tool_call_id: string | null;
  trace_id: string | null;
  span_id: string | null;
  action: string;
  type_version: number | null;
  resource_type: string | null;
  resource_id: string | null;
  name_keys: string[];
  parameters: Record<string, unknown>;
  sentence: string;
  confidence: number | null;
  reasoning: ActionRequest["reasoning"] | null;
  on_behalf_of: ActionRequest["onBehalfOf"] | null;
  on_behalf_names: string[];
  cost_amount: string | null;
  cost_currency: string | null;
  estimated_tokens: number | null;
  budgeted: boolean;
  effects: ActionRequest["effects"] | null;
  jurisdiction: string | null;
  metadata: Record<string, unknown> | null;
  zone: Zone;
  zone_rank: number;
  status: "pending" | "approved" | "denied";
  effect: VerdictEffect;
  verdict: Verdict;
  epoch: number;
  digest: string;
  final_parameters: Record<string, unknown> | null;
  final_digest: string | null;
  review_probability: number;
  review_drawn: boolean;
  expires_at: string;
  created_at: string;
  decided_at: string | null;
  agent_created_by_id: string | null;
  key_created_by_id: string | null;
  owner_team_id: string | null;
  deadline_at: string | null;
}

export interface DecisionRow {
  action_id: string;
  workspace_id: string;
  outcome: DecisionOutcome;
  by_type: string;
  by_id: string;
  by_name: string;
  reason_code: string | null;
  reason_text: string;
  at: string;
  stop_id: string | null;
}

export interface PermitRow {
  action_id: string;
  workspace_id: string;
  digest: string;
  epoch: number;
  issued_at: string;
  expires_at: string;
}

/** What one budget is to reserve for one action (budget_lock in prisma/sql/functions); amounts as texts. */
export interface DebitRow {
  action: string;
  budget: string;
  from: string;
  until: string | null;
  at: string;
  limit: string;
  amount: string;
  expires: string;
}

export interface AskedRows {
  action: ActionRow;
  decision: DecisionRow | null;
  permit: PermitRow | null;
  debits: DebitRow[];
}
