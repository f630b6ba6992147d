import { forMeCondition } from "@/lib/pending/for-me.views";
import { asideCondition } from "@/lib/pending/set-aside.views";
import { caughtCondition } from "@/lib/stops/caught.views";
import type { Page } from "@/lib/platform/common.schemas";
import { pool } from "@/lib/platform/db/client";
import { Conditions } from "@/lib/platform/db/conditions";
import type { Caller } from "@/lib/platform/http/caller";
import { maxPageBytes } from "@/lib/platform/page-weight";
import { narrowingConditions } from "./action-narrowing.views";
import { ordered, positionColumns, type Position } from "./action-order.views";
import type { Action, ActionQuery } from "./action.schemas";
import { actionColumns, actionJoins, toAction, type ActionRecord } from "./action.views";
import { inAskedWords } from "./asked-words.views";

function addFilters(where: Conditions, caller: Caller, query: ActionQuery): void {
  if (query.status)
    where.add(
      query.status.length === 1
        ? `a.status = ${where.bind(query.status[0])}`
        : `a.status = ANY(${where.bind(query.status)})`,
    );
  for (const condition of narrowingConditions(query, (value) => where.bind(value))) where.add(condition);
  if (query.agentId) where.add(`a.agent_id = ${where.bind(query.agentId)}`);
  if (query.runId) where.add(`a.run_id = ${where.bind(query.runId)}`);
  if (query.executionStatus) where.add(`a.execution_status = ANY(${where.bind(query.executionStatus)})`);
  if (query.createdAfter) where.add(`a.created_at >= ${where.bind(query.createdAfter)}`);
  if (query.createdBefore) where.add(`a.created_at < ${where.bind(query.createdBefore)}`);
  if (query.minCost) where.add(`a.cost_amount >= ${where.bind(query.minCost)}::numeric`);
  if (query.currency) where.add(`a.cost_currency = ${where.bind(query.currency)}`);
  if (query.decidedAfter) where.add(`a.decided_at >= ${where.bind(query.decidedAfter)}`);
  if (query.decidedBefore) where.add(`a.decided_at < ${where.bind(query.decidedBefore)}`);
  if (query.reportedAfter || query.reportedBefore) {
    const outcomes = [`o.workspace_id = ${where.bind(caller.workspaceId)}`];
    if (query.reportedAfter) outcomes.push(`o.at >= ${where.bind(query.reportedAfter)}`);
    if (query.reportedBefore) outcomes.push(`o.at < ${where.bind(query.reportedBefore)}`);
    where.add(`a.id IN (SELECT o.action_id FROM outcomes o WHERE ${outcomes.join(" AND ")})`);
  }
  // What an agent took back is shown as the system's.
  const decidedBy = query.decidedBy?.includes("system") ? [...query.decidedBy, "agent"] : query.decidedBy;
  if (decidedBy)
    where.add(
      `EXISTS (SELECT 1 FROM decisions d WHERE d.action_id = a.id AND d.by_type = ANY(${where.bind(decidedBy)}))`,
    );
  if (query.outcome)
    where.add(
      `EXISTS (SELECT 1 FROM decisions d WHERE d.action_id = a.id AND d.outcome = ANY(${where.bind(query.outcome)}))`,
    );
  if (query.stopId) where.add(caughtCondition(caller.workspaceId, query.stopId, (value) => where.bind(value)));
  // By decisions_person_idx.
  if (query.decidedById)
    where.add(
      `a.id IN (SELECT d.action_id FROM decisions d WHERE d.workspace_id = ${where.bind(caller.workspaceId)} AND d.by_type = 'person' AND d.by_id = ${where.bind(query.decidedById)})`,
    );
  if (caller.kind !== "person") return;
  const me = () => where.bind(caller.personId);
  if (query.claim === "me") where.add(`a.claimed_by_id = ${me()} AND a.claim_expires_at > now()`);
  if (query.claim === "open") where.add(`(a.claimed_by_id IS NULL OR a.claim_expires_at <= now())`);
  if (query.claim === "others") where.add(`a.claimed_by_id <> ${me()} AND a.claim_expires_at > now()`);
  if (query.for === "me") where.add(forMeCondition(caller, (value) => where.bind(value)));
  if (query.for === "aside") where.add(asideCondition(caller, (value) => where.bind(value)));
}

/** What a row weighs as it is answered, with its result. It knows that itself, but where it was written before rows did. */
const rowBytes =
  "coalesce(a.weight, octet_length(a::text)) + coalesce((SELECT coalesce(o.weight, octet_length(o::text)) FROM outcomes o WHERE o.action_id = a.id), 0)";

/** What the caller may read of what the query asks for: an agent its own, a person the workspace's. */
export function conditionsOf(caller: Caller, query: ActionQuery): Conditions {
  const where = new Conditions();
  where.add(`a.workspace_id = ${where.bind(caller.workspaceId)}`);
  if (caller.kind === "agent") where.add(`a.agent_id = ${where.bind(caller.agentId)}`);
  // A run's token reads what its run and those under it asked.
  if (caller.kind === "agent" && caller.runId !== undefined) {
    const run = where.bind(caller.runId);
    where.add(`a.run_id IN (SELECT r.id FROM runs r WHERE r.id = ${run} OR r.ancestor_ids @> ARRAY[${run}::text])`);
  }
  addFilters(where, caller, query);
  return where;
}

/** A page of actions: for an agent its own, for a person the workspace's; at least one where there is one. @throws 400 for a cursor of another list */
export async function listActions(caller: Caller, query: ActionQuery): Promise<Page<Action>> {
  const where = conditionsOf(caller, query);
  const { order, select, cursorAfter } = ordered(where, query.sort ?? "newest", query.cursor);
  // The page's ids are found by index first; the joins then touch that many rows only.
  const { rows } = await pool().query<ActionRecord & Position & { found: string }>(
    `SELECT ${actionColumns}, ${positionColumns} FROM (
       SELECT a.*, count(*) OVER () AS found, sum(${rowBytes}) OVER (ORDER BY ${order}) - (${rowBytes}) AS bytes_before
       FROM (SELECT a.* FROM (${select(query.limit + 1)}) a ORDER BY ${order} LIMIT ${query.limit + 1}) a
     ) a
     ${actionJoins} WHERE a.bytes_before < ${maxPageBytes} ORDER BY ${order}`,
    where.values,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const more = last && Number(last.found) > shown.length;
  const now = new Date();
  return {
    items: await inAskedWords(
      caller.workspaceId,
      shown.map((r) => toAction(r, now)),
    ),
    nextCursor: more ? cursorAfter(last) : null,
  };
}
