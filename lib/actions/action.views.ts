import { consoleUrl } from "@/lib/platform/console-url";
import { db, pool, Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import { routes } from "@/lib/platform/routes";
import type { Zone } from "@/lib/platform/zone.rules";
import type { AskedRows } from "./action-rows.rules";
import type { Action, ActionStatus, Actor, DecisionOutcome } from "./action.schemas";
import { inAskedWords } from "./asked-words.views";
import { checkDecision } from "./covered.service";
import { isOpenToQuestions } from "./open-to-questions.rules";
import { questionColumns, questionCounts } from "./question-counts.views";
import type { Verdict } from "./verdict.rules";

/** An action's own row. */
interface OwnColumns {
  id: string;
  workspace_id: string;
  agent_id: string;
  agent_name: string;
  kind: string;
  run_id: string | null;
  tool_call_id: string | null;
  trace_id: string | null;
  action: string;
  type_version: number | null;
  sentence: string;
  resource_type: string | null;
  resource_id: string | null;
  parameters: Record<string, unknown>;
  confidence: number | null;
  reasoning?: Action["reasoning"];
  on_behalf_of?: Action["onBehalfOf"];
  cost_amount: string | null;
  cost_currency: string | null;
  effects?: Action["effects"];
  jurisdiction: string | null;
  metadata: Record<string, unknown> | null;
  zone: Zone;
  status: ActionStatus;
  verdict: Verdict;
  digest: string;
  final_parameters: Record<string, unknown> | null;
  review_probability: number;
  review_drawn: boolean;
  expires_at: Date | string;
  deadline_at?: Date | string | null;
  created_at: Date | string;
  settles_at?: Date | null;
  claimed_by_id?: string | null;
  claimed_by_name?: string | null;
  claim_expires_at?: Date | null;
  escalated_team_id?: string | null;
  escalated_role?: string | null;
  escalated_person_id?: string | null;
  escalated_person_name?: string | null;
  escalated_because?: string | null;
  execution_status?: "started" | "succeeded" | "failed" | "partial" | "lost" | null;
}

/** What other tables say of it: decision, permit, outcome, settling vote, questions. */
interface JoinedColumns {
  d_outcome?: DecisionOutcome | null;
  d_by_type?: string | null;
  d_by_id?: string | null;
  d_by_name?: string | null;
  d_reason_code?: string | null;
  d_reason_text?: string | null;
  d_at?: Date | string | null;
  p_digest?: string | null;
  p_expires_at?: Date | string | null;
  p_consumed_at?: Date | null;
  p_withdrawn_at?: Date | null;
  o_result?: unknown;
  o_error?: string | null;
  o_cost_amount?: string | null;
  o_cost_currency?: string | null;
  o_usage?: Record<string, unknown> | null;
  o_at?: Date | null;
  v_vote?: "approve" | "edit" | null;
  v_person_id?: string | null;
  v_person_name?: string | null;
  v_at?: Date | null;
  q_asked?: number;
  q_answered?: number;
}

/** An action with all of that, as one row. */
export interface ActionRecord extends OwnColumns, JoinedColumns {}

/** The columns and joins of an ActionRecord; `a` is the action. */
export const actionColumns = `a.*, a.cost_amount::text AS cost_amount,
  d.outcome AS d_outcome, d.by_type AS d_by_type, d.by_id AS d_by_id, d.by_name AS d_by_name, d.reason_code AS d_reason_code,
  d.reason_text AS d_reason_text, d.at AS d_at,
  p.digest AS p_digest, p.expires_at AS p_expires_at, p.consumed_at AS p_consumed_at, p.withdrawn_at AS p_withdrawn_at,
  o.result AS o_result, o.error AS o_error, o.cost_amount::text AS o_cost_amount, o.cost_currency AS o_cost_currency, o.usage AS o_usage, o.at AS o_at,
  v.vote AS v_vote, v.person_id AS v_person_id, v.person_name AS v_person_name, v.at AS v_at, ${questionColumns}`;
export const actionJoins = `LEFT JOIN decisions d ON d.action_id = a.id LEFT JOIN permits p ON p.action_id = a.id
  LEFT JOIN outcomes o ON o.action_id = a.id LEFT JOIN approvals v ON v.id = a.settling_id ${questionCounts}`;

const iso = (at: Date | string) => (typeof at === "string" ? at : at.toISOString());
/** Postgres keeps four decimals; people write as many as mean something. */
const plainAmount = (amount: string) => (amount.includes(".") ? amount.replace(/0+$/, "").replace(/\.$/, "") : amount);
const money = (amount: string | null | undefined, currency: string | null | undefined) =>
  amount && currency ? { amount: plainAmount(amount), currency } : null;

/** Nobody decided on what its agent took back, and an agent never decides: the log names the agent as who acted, the API the system. */
export const decidedByType = (type: string | null | undefined): Actor["type"] =>
  type === "policy" || type === "person" ? type : "system";

function decisionOf(r: JoinedColumns): Action["decision"] {
  if (!r.d_outcome || !r.d_at) return null;
  return {
    outcome: r.d_outcome,
    by: { type: decidedByType(r.d_by_type), id: r.d_by_id ?? "", name: r.d_by_name ?? "" },
    reason: { ...(r.d_reason_code ? { code: r.d_reason_code } : {}), text: r.d_reason_text ?? "" },
    at: iso(r.d_at),
  };
}

function executionOf({ execution_status: status }: OwnColumns, r: JoinedColumns): Action["execution"] {
  if (!status) return null;
  return {
    status,
    startedAt: r.p_consumed_at ? iso(r.p_consumed_at) : null,
    finishedAt: r.o_at ? iso(r.o_at) : null,
    result: r.o_result ?? null,
    error: r.o_error ?? null,
    cost: money(r.o_cost_amount, r.o_cost_currency),
    usage: r.o_usage ?? null,
  };
}

function settlingOf({ settles_at: until, status }: OwnColumns, r: JoinedColumns): Action["settling"] {
  if (!until || !r.v_vote || !r.v_at || status !== "pending") return null;
  return {
    outcome: r.v_vote,
    by: { type: "person", id: r.v_person_id ?? "", name: r.v_person_name ?? "" },
    at: iso(r.v_at),
    until: iso(until),
  };
}

function claimOf(r: OwnColumns, now: Date): Action["claim"] {
  if (!r.claimed_by_id || !r.claim_expires_at || r.claim_expires_at <= now || r.status !== "pending") return null;
  return { by: { id: r.claimed_by_id, name: r.claimed_by_name ?? "" }, expiresAt: iso(r.claim_expires_at) };
}

function escalationOf(r: OwnColumns): Action["escalation"] {
  const person = r.escalated_person_id ? { id: r.escalated_person_id, name: r.escalated_person_name ?? "" } : null;
  if (!r.escalated_role && !r.escalated_team_id && !person) return null;
  return {
    teamId: r.escalated_team_id ?? null,
    role: r.escalated_role ?? null,
    person,
    because: r.escalated_because ?? null,
  };
}

/** Once nobody could answer any more, none is open. */
function questionsOf(
  { status, expires_at: expiresAt }: OwnColumns,
  { q_asked: asked = 0, q_answered: answered = 0 }: JoinedColumns,
  now: Date,
): Action["questions"] {
  return { open: isOpenToQuestions({ status, expiresAt: new Date(expiresAt) }, now) ? asked - answered : 0, answered };
}

export function toAction(record: ActionRecord, now = new Date()): Action {
  return actionOfParts(record, record, now);
}

/** The two parts are taken apart, since a batch of the gate makes hundreds and copies none of them. */
function actionOfParts(r: OwnColumns, joined: JoinedColumns, now: Date): Action {
  return {
    id: r.id,
    agentId: r.agent_id,
    agentName: r.agent_name,
    kind: r.kind,
    runId: r.run_id,
    action: r.action,
    typeVersion: r.type_version,
    sentence: r.sentence,
    resource: r.resource_type !== null && r.resource_id !== null ? { type: r.resource_type, id: r.resource_id } : null,
    parameters: r.parameters,
    confidence: r.confidence,
    reasoning: r.reasoning ?? null,
    onBehalfOf: r.on_behalf_of ?? null,
    estimatedCost: money(r.cost_amount, r.cost_currency),
    effects: r.effects ?? null,
    jurisdiction: r.jurisdiction,
    toolCallId: r.tool_call_id,
    traceId: r.trace_id,
    metadata: r.metadata,
    zone: r.zone,
    status: r.status,
    verdict: r.verdict,
    digest: r.digest,
    decision: decisionOf(joined),
    finalParameters: r.final_parameters,
    permit:
      joined.p_digest && joined.p_expires_at && !joined.p_consumed_at && !joined.p_withdrawn_at
        ? { digest: joined.p_digest, expiresAt: iso(joined.p_expires_at) }
        : null,
    execution: executionOf(r, joined),
    settling: settlingOf(r, joined),
    claim: claimOf(r, now),
    escalation: escalationOf(r),
    questions: questionsOf(r, joined, now),
    review: { probability: r.review_probability, drawn: r.review_drawn },
    expiresAt: iso(r.expires_at),
    deadline: r.deadline_at ? iso(r.deadline_at) : null,
    createdAt: iso(r.created_at),
    url: consoleUrl(routes.approval(r.id)),
  };
}

/** The same from the rows the gate has just committed, without reading them back. */
export function actionOfRows({ action, decision, permit }: AskedRows): Action {
  const joined: JoinedColumns = {
    d_outcome: decision?.outcome ?? null,
    d_by_type: decision?.by_type ?? null,
    d_by_id: decision?.by_id ?? null,
    d_by_name: decision?.by_name ?? null,
    d_reason_code: decision?.reason_code ?? null,
    d_reason_text: decision?.reason_text ?? null,
    d_at: decision?.at ?? null,
    p_digest: permit?.digest ?? null,
    p_expires_at: permit?.expires_at ?? null,
  };
  return actionOfParts(action, joined, new Date(action.created_at));
}

const oneById = `SELECT ${actionColumns} FROM actions a ${actionJoins} WHERE a.id = $1 AND a.workspace_id = $2 AND run_reaches($3, a.run_id)`;

/**
 * One action; it, its decision and its votes are compared with the log's entries.
 * @param agentId narrows to one agent's own
 * @param runId of a run's token: narrows to that run and those under it
 * @throws 404 outside the workspace (or for another agent's, or beyond the token's run).
 */
export async function getAction(workspaceId: string, id: string, agentId?: string, runId?: string): Promise<Action> {
  const { rows } = await pool().query<ActionRecord>({
    name: "action_by_id",
    text: oneById,
    values: [id, workspaceId, runId ?? null],
  });
  const row = rows[0];
  if (!row || (agentId !== undefined && row.agent_id !== agentId)) throw new NotFoundError("This action");
  const [action = toAction(row)] = await inAskedWords(workspaceId, [toAction(row)]);
  const contradictsLog = await checkDecision(id);
  return contradictsLog.length === 0 || !action.decision
    ? action
    : { ...action, decision: { ...action.decision, contradictsLog } };
}

/** Which of these are no longer pending? One look for everyone who waits. */
export async function decidedAmong(ids: readonly string[]): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT id FROM actions WHERE id = ANY(${ids}) AND status <> 'pending'`,
  );
  return rows.map((r) => r.id);
}
