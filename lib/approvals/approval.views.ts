import { type Narrowing, narrowingConditions } from "@/lib/actions/action-narrowing.views";
import { decidedByType } from "@/lib/actions/action.views";
import { askedColumns, type AskedRow, askedSentences } from "@/lib/actions/asked-words.views";
import { afterChecks } from "@/lib/gate/after-checks.service";
import { judgeAgain } from "@/lib/gate/judge-again.service";
import { whoCouldAnswer } from "@/lib/pending/answerable.rules";
import { forMeCondition } from "@/lib/pending/for-me.views";
import { activeMembers } from "@/lib/pending/members.views";
import { asideCondition, listSetAside } from "@/lib/pending/set-aside.views";
import { type Action as ActionModel, type Approval, db, pool } from "@/lib/platform/db/client";
import type { PersonCaller } from "@/lib/platform/http/caller";
import type { Zone } from "@/lib/platform/zone.rules";
import { graceFor } from "./approval.rules";
import type { ActionHistory, ApprovalsSummary } from "./approval.schemas";
import { decidable, type Decidable, escalationOf, ownedOf } from "./decidable.service";
import { earlierOf } from "./earlier.views";
import { judgedNow } from "./preview.views";
import { mayWithdraw } from "./withdraw.service";

const windowDays = 90;
const recentShown = 5;
/** People whom it may be handed to, as a list to choose from; where there are more, one searches by name. */
const peopleShown = 20;

interface Counts {
  approved: number;
  edited: number;
  rejected: number;
  expired: number;
  cancelled: number;
  failed: number;
  allowed: number;
  denied: number;
}

const countsQuery = `
  SELECT count(*) FILTER (WHERE d.by_type = 'person' AND d.outcome = 'approve')::int AS approved,
    count(*) FILTER (WHERE d.by_type = 'person' AND d.outcome = 'edit')::int AS edited,
    count(*) FILTER (WHERE d.by_type = 'person' AND d.outcome = 'reject')::int AS rejected,
    count(*) FILTER (WHERE d.outcome = 'expire')::int AS expired,
    count(*) FILTER (WHERE d.outcome = 'cancel')::int AS cancelled,
    count(*) FILTER (WHERE d.by_type = 'person' AND a.execution_status = 'failed')::int AS failed,
    count(*) FILTER (WHERE d.by_type = 'policy' AND d.outcome = 'approve')::int AS allowed,
    count(*) FILTER (WHERE d.by_type = 'policy' AND d.outcome = 'reject')::int AS denied
  FROM actions a JOIN decisions d ON d.action_id = a.id
  WHERE a.workspace_id = $1 AND a.action = $2 AND a.created_at > $3`;

/** The names of those whose own an action is; people and teams are never deleted. */
async function ownersOf({
  agentCreatedById,
  keyCreatedById,
  ownerTeamId,
}: ActionModel): Promise<ActionHistory["owners"]> {
  const ids = [agentCreatedById, keyCreatedById].filter((id) => id !== null);
  const people =
    ids.length === 0
      ? []
      : await db().person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const named = (id: string | null) => people.find((person) => person.id === id) ?? null;
  const team =
    ownerTeamId === null
      ? null
      : await db().team.findUnique({ where: { id: ownerTeamId }, select: { id: true, name: true } });
  return { agentCreatedBy: named(agentCreatedById), keyCreatedBy: named(keyCreatedById), team };
}

function targetOf({
  toTeamId: teamId,
  toRole: role,
  toPersonId: id,
  toPersonName: name,
}: Approval): ActionHistory["votes"][number]["to"] {
  if (teamId === null && role === null && id === null) return null;
  return { teamId, role, person: id === null ? null : { id, name: name ?? "" } };
}

/** Who could decide it, by name; first of all whom it was escalated to, so that it is known of them whatever is left out. */
async function couldAnswer({ action, ownActionRule }: Decidable): Promise<ActionHistory["couldAnswer"]> {
  const { people, ...groups } = whoCouldAnswer(
    ownActionRule,
    await activeMembers(db(), action.workspaceId),
    ownedOf(action),
  );
  const named = escalationOf(action)?.personId ?? null;
  const inOrder = [
    ...people.filter(({ personId }) => personId === named),
    ...people.filter(({ personId }) => personId !== named),
  ];
  return {
    ...groups,
    people: inOrder.slice(0, peopleShown).map(({ personId: id, name, email, role }) => ({ id, name, email, role })),
    peopleInAll: people.length,
  };
}

/** How the same action fared before, and who voted on this one. @throws 404 */
export async function actionHistory(caller: PersonCaller, actionId: string): Promise<ActionHistory> {
  const found = await decidable(db(), caller, actionId);
  const { action, refusal, graceSeconds } = found;
  const now =
    action.status === "pending"
      ? await afterChecks(caller.personId, (checks) => judgeAgain(db(), checks, action, found))
      : null;
  const since = new Date(Date.now() - windowDays * 86_400_000);
  const { rows } = await pool().query<Counts>(countsQuery, [caller.workspaceId, action.action, since]);
  const counts = rows[0] ?? {
    approved: 0,
    edited: 0,
    rejected: 0,
    expired: 0,
    cancelled: 0,
    failed: 0,
    allowed: 0,
    denied: 0,
  };
  const recent = await pool().query<
    AskedRow & {
      outcome: string;
      by_type: string;
      by_id: string;
      by_name: string;
      at: Date;
      execution_status: string | null;
    }
  >(
    `SELECT ${askedColumns}, d.outcome, d.by_type, d.by_id, d.by_name, d.at, a.execution_status FROM actions a JOIN decisions d ON d.action_id = a.id
     WHERE a.workspace_id = $1 AND a.action = $2 AND a.created_at > $3 AND a.id <> $4 AND d.by_type <> 'policy' ORDER BY a.created_at DESC LIMIT ${recentShown}`,
    [caller.workspaceId, action.action, since, actionId],
  );
  const sentenceOf = await askedSentences(caller.workspaceId, recent.rows);
  const votes = await db().approval.findMany({
    where: { workspaceId: caller.workspaceId, actionId },
    orderBy: { at: "asc" },
  });
  return {
    windowDays,
    n: counts.approved + counts.edited + counts.rejected,
    approved: counts.approved,
    edited: counts.edited,
    rejected: counts.rejected,
    expired: counts.expired,
    cancelled: counts.cancelled,
    failed: counts.failed,
    allowedByInterlocks: counts.allowed,
    deniedByInterlocks: counts.denied,
    recent: recent.rows.map((r) => ({
      id: r.id,
      sentence: sentenceOf(r.id),
      outcome: r.outcome,
      by: { type: decidedByType(r.by_type), id: r.by_id, name: r.by_name },
      at: r.at.toISOString(),
      executionStatus: r.execution_status,
    })),
    votes: votes.map((v) => ({
      id: v.id,
      vote: v.vote,
      by: { id: v.personId, name: v.personName },
      reason: { code: v.reasonCode, text: v.reasonText },
      to: targetOf(v),
      at: v.at.toISOString(),
      withdrawnAt: v.withdrawnAt?.toISOString() ?? null,
      withdrawnBecause: v.withdrawnBecause,
      withdrawnBy: v.withdrawnByName === null ? null : { id: v.withdrawnById, name: v.withdrawnByName },
    })),
    mine: {
      mayDecide: refusal === null,
      code: refusal?.code ?? null,
      because: refusal?.message ?? null,
      mayWithdraw: mayWithdraw(caller, found),
    },
    now: now && judgedNow(now),
    owners: await ownersOf(action),
    couldAnswer: now ? await couldAnswer(found) : { teamIds: [], roles: [], people: [], peopleInAll: 0 },
    earlier: await earlierOf(action),
    graceSeconds: graceFor("approve", now?.zone ?? (action.zone as Zone), graceSeconds),
  };
}

interface Waiting {
  zone: "red" | "yellow" | "green";
  n: number;
  for_me: number;
  aside: number;
  mine: number;
  settling: number;
  oldest: Date;
}

/** What waits, by zone. What is approved and settles waits for nobody's answer. */
function waitingQuery(caller: PersonCaller, narrowing: Narrowing): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const text = `
  SELECT zone, count(*)::int AS n,
    count(*) FILTER (WHERE a.settling_id IS NULL AND ${forMeCondition(caller, bind)})::int AS for_me,
    count(*) FILTER (WHERE ${asideCondition(caller, bind)})::int AS aside,
    count(*) FILTER (WHERE a.claimed_by_id = ${bind(caller.personId)} AND a.claim_expires_at > now())::int AS mine,
    count(*) FILTER (WHERE a.settles_at IS NOT NULL)::int AS settling, min(a.created_at) AS oldest
  FROM actions a WHERE ${[`a.workspace_id = ${bind(caller.workspaceId)}`, "a.status = 'pending'", ...narrowingConditions(narrowing, bind)].join(" AND ")} GROUP BY zone`;
  return { text, values };
}

/** What was decided since a moment; the actions are read only where they narrow it. */
function decidedQuery(workspaceId: string, since: Date, narrowing: Narrowing): { text: string; values: unknown[] } {
  const values: unknown[] = [workspaceId, since];
  const conditions = narrowingConditions(narrowing, (value) => `$${values.push(value)}`);
  const join = conditions.length > 0 ? "JOIN actions a ON a.id = d.action_id" : "";
  const text = `SELECT d.by_type, d.outcome, count(*)::int AS n FROM decisions d ${join}
    WHERE ${["d.workspace_id = $1", "d.at >= $2", ...conditions].join(" AND ")} GROUP BY 1, 2`;
  return { text, values };
}

/** What waits, and what was decided since the given moment (the start of the caller's day), of all or of what is narrowed to. */
export async function approvalsSummary(
  caller: PersonCaller,
  since: Date,
  narrowing: Narrowing = {},
): Promise<ApprovalsSummary> {
  const [waiting, aside, decided] = await Promise.all([
    pool().query<Waiting>(waitingQuery(caller, narrowing)),
    listSetAside(caller),
    pool().query<{ by_type: string; outcome: string; n: number }>(decidedQuery(caller.workspaceId, since, narrowing)),
  ]);
  const sum = (pick: (row: Waiting) => number) => waiting.rows.reduce((total, row) => total + pick(row), 0);
  const decidedBy = (type: string, outcome?: string) =>
    decided.rows
      .filter((r) => r.by_type === type && (outcome === undefined || r.outcome === outcome))
      .reduce((total, r) => total + r.n, 0);
  const byZone = (pick: (row: Waiting) => number) => {
    const inZone = (zone: Waiting["zone"]) =>
      waiting.rows.filter((r) => r.zone === zone).reduce((total, row) => total + pick(row), 0);
    return { red: inZone("red"), yellow: inZone("yellow"), green: inZone("green") };
  };
  const oldest = waiting.rows.map((r) => r.oldest.getTime());
  return {
    waiting: sum((r) => r.n),
    byZone: byZone((r) => r.n),
    forMe: sum((r) => r.for_me),
    forMeByZone: byZone((r) => r.for_me),
    setAside: sum((r) => r.aside),
    setAsideByZone: byZone((r) => r.aside),
    nextBackAt: aside.items[0]?.backAt ?? null,
    claimedByMe: sum((r) => r.mine),
    claimedByMeByZone: byZone((r) => r.mine),
    oldestCreatedAt: oldest.length > 0 ? new Date(Math.min(...oldest)).toISOString() : null,
    decidedByPeople: decidedBy("person"),
    // An approval that can still be taken back was given: whoever gave it finds it among what is decided.
    decided: decidedBy("person") + decidedBy("system") + decidedBy("agent") + sum((r) => r.settling),
    allowedByInterlocks: decidedBy("policy", "approve"),
    deniedByInterlocks: decidedBy("policy", "reject"),
    since: since.toISOString(),
  };
}
