import { forMeCondition } from "@/lib/approvals/for-me.views";
import { pool } from "@/lib/platform/db/client";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import type { Page } from "@/lib/platform/common.schemas";
import type { Caller } from "@/lib/platform/http/caller";
import { maxPageBytes } from "@/lib/platform/page-weight";
import { actionColumns, actionJoins, toAction, type ActionRecord } from "./action.views";
import type { Action, ActionQuery } from "./action.schemas";

/** Collects conditions and their values; every value is a bound parameter. */
class Conditions {
  readonly parts: string[] = [];
  readonly values: unknown[] = [];
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
  add(condition: string): void {
    this.parts.push(condition);
  }
}

function addFilters(where: Conditions, caller: Caller, query: ActionQuery): void {
  if (query.status) where.add(query.status.length === 1 ? `a.status = ${where.bind(query.status[0])}` : `a.status = ANY(${where.bind(query.status)})`);
  if (query.zone) where.add(`a.zone = ANY(${where.bind(query.zone)})`);
  if (query.agentId) where.add(`a.agent_id = ${where.bind(query.agentId)}`);
  if (query.agentFamily) {
    const top = where.bind(query.agentFamily);
    // Written as two, so that each has its index (agents_under_idx).
    where.add(`a.agent_id IN (SELECT ${top} UNION ALL SELECT g.id FROM agents g WHERE g.ancestor_ids <> '{}' AND g.ancestor_ids @> ARRAY[${top}::text])`);
  }
  if (query.kind) where.add(`a.kind = ${where.bind(query.kind)}`);
  if (query.action) where.add(`a.action = ${where.bind(query.action)}`);
  if (query.runId) where.add(`a.run_id = ${where.bind(query.runId)}`);
  if (query.executionStatus) where.add(`a.execution_status = ${where.bind(query.executionStatus)}`);
  if (query.createdAfter) where.add(`a.created_at >= ${where.bind(query.createdAfter)}`);
  if (query.decidedAfter) where.add(`a.decided_at >= ${where.bind(query.decidedAfter)}`);
  // What an agent took back is told as the system's.
  const decidedBy = query.decidedBy?.includes("system") ? [...query.decidedBy, "agent"] : query.decidedBy;
  if (decidedBy) where.add(`EXISTS (SELECT 1 FROM decisions d WHERE d.action_id = a.id AND d.by_type = ANY(${where.bind(decidedBy)}))`);
  if (query.q) {
    const pattern = where.bind(`%${query.q.replace(/[\\%_]/g, "\\$&")}%`);
    where.add(`(a.sentence ILIKE ${pattern} OR a.action ILIKE ${pattern} OR a.agent_name ILIKE ${pattern} OR a.id = ${where.bind(query.q)})`);
  }
  if (caller.kind !== "person") return;
  const me = () => where.bind(caller.personId);
  if (query.claim === "me") where.add(`a.claimed_by_id = ${me()} AND a.claim_expires_at > now()`);
  if (query.claim === "open") where.add(`(a.claimed_by_id IS NULL OR a.claim_expires_at <= now())`);
  if (query.claim === "others") where.add(`a.claimed_by_id <> ${me()} AND a.claim_expires_at > now()`);
  if (query.for === "me") where.add(forMeCondition(caller, (value) => where.bind(value)));
}

/** What costs most comes first; what names no cost comes last. Currencies are not converted. */
const byCost = "-coalesce(a.cost_amount, 0)";

/** Red before yellow before green, then what expires first, then what costs most. Uses actions_queue_order_idx. */
function addQueueOrder(where: Conditions, cursor: string | undefined): string {
  const order = `a.zone_rank, a.expires_at, ${byCost}, a.id`;
  const after = decodeCursor(cursor, ["smallint", "time", "decimal", "text"]);
  if (after) where.add(`(${order}) > (${where.bind(after[0])}::smallint, ${where.bind(after[1])}::timestamptz, ${where.bind(after[2])}::numeric, ${where.bind(after[3])})`);
  return order;
}

function addTimeOrder(where: Conditions, cursor: string | undefined, newestFirst: boolean): string {
  const after = decodeCursor(cursor, ["time", "text"]);
  const [compare, order] = newestFirst ? ["<", "DESC"] : [">", "ASC"];
  if (after) where.add(`(a.created_at, a.id) ${compare} (${where.bind(after[0])}::timestamptz, ${where.bind(after[1])})`);
  return `a.created_at ${order}, a.id ${order}`;
}

/** What a row weighs as it is answered, with its result. It knows that itself, but where it was written before rows did. */
const rowBytes = "coalesce(a.weight, octet_length(a::text)) + coalesce((SELECT coalesce(o.weight, octet_length(o::text)) FROM outcomes o WHERE o.action_id = a.id), 0)";

/** A page of actions: for an agent its own, for a person the workspace's; at least one where there is one. @throws 400 for a cursor of another list */
export async function listActions(caller: Caller, query: ActionQuery): Promise<Page<Action>> {
  const where = new Conditions();
  where.add(`a.workspace_id = ${where.bind(caller.workspaceId)}`);
  if (caller.kind === "agent") where.add(`a.agent_id = ${where.bind(caller.agentId)}`);
  // A run's token reads what its run and those under it asked.
  if (caller.kind === "agent" && caller.runId !== undefined) {
    const run = where.bind(caller.runId);
    where.add(`a.run_id IN (SELECT r.id FROM runs r WHERE r.id = ${run} OR r.ancestor_ids @> ARRAY[${run}::text])`);
  }
  addFilters(where, caller, query);
  const sort = query.sort ?? "newest";
  if (sort === "queue") where.add("a.status = 'pending'");
  const order = sort === "queue" ? addQueueOrder(where, query.cursor) : addTimeOrder(where, query.cursor, sort === "newest");
  // The page's ids are found by index first; the joins then touch that many rows only.
  const { rows } = await pool().query<ActionRecord & { created_at: Date; expires_at: Date; zone_rank: number; by_cost: string; found: string }>(
    `SELECT ${actionColumns}, (${byCost})::text AS by_cost FROM (
       SELECT a.*, count(*) OVER () AS found, sum(${rowBytes}) OVER (ORDER BY ${order}) - (${rowBytes}) AS bytes_before
       FROM (SELECT a.* FROM actions a WHERE ${where.parts.join(" AND ")} ORDER BY ${order} LIMIT ${query.limit + 1}) a
     ) a
     ${actionJoins} WHERE a.bytes_before < ${maxPageBytes} ORDER BY ${order}`,
    where.values,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const more = last && Number(last.found) > shown.length;
  const now = new Date();
  return {
    items: shown.map((r) => toAction(r, now)),
    nextCursor: !more ? null : sort === "queue" ? encodeCursor([last.zone_rank, last.expires_at.toISOString(), last.by_cost, last.id]) : encodeCursor([last.created_at.toISOString(), last.id]),
  };
}
