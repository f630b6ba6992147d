import { z } from "zod";
import { defineJob } from "@/lib/jobs/job-kind";
import { cancelWaiting } from "@/lib/pending/cancel-waiting.service";
import { db, Prisma, type Tx } from "@/lib/platform/db/client";
import { ConflictError } from "@/lib/platform/errors";
import { scopeLabel, type StopScopeType } from "@/lib/scopes/stop.rules";
import { refusedBy } from "./caught.views";
import { withdrawalKind } from "./withdrawal.rules";

/** So many are cancelled in one step: whoever decides on one of them meanwhile does not wait long for it. */
const atOnce = 200;

const by = { type: "system", id: "worker", name: "Stop" } as const;

export const stopNotPulled = () =>
  new ConflictError(
    "stop_not_pulled",
    "This stop is not pulled any more: what waits in its scope may be decided, and is not withdrawn.",
  );

/** Pending actions `a` that the stop `s` covers. */
const waitingIn = (workspaceId: string, stopId: string) => Prisma.sql`
  FROM stops s JOIN actions a ON a.workspace_id = s.workspace_id
  WHERE s.workspace_id = ${workspaceId} AND s.id = ${stopId} AND a.status = 'pending'
    AND stop_covers(s.scope_type, s.scope_id, s.scope_keys, agent_line(a.agent_id), run_line(a.run_id), a.name_keys)`;

async function countWaiting(workspaceId: string, stopId: string): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n ${waitingIn(workspaceId, stopId)}`;
  return row?.n ?? 0;
}

async function nextWaiting(workspaceId: string, stopId: string, after: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT a.id ${waitingIn(workspaceId, stopId)} AND a.id > ${after} ORDER BY a.id LIMIT ${atOnce}`;
  return rows.map(({ id }) => id);
}

/** The stop, which stays pulled until the transaction ends: who re-arms it meanwhile waits. @throws 409 `stop_not_pulled` */
async function pulledStop(tx: Tx, workspaceId: string, stopId: string) {
  const [stop] = await tx.$queryRaw<{ type: StopScopeType; scopeId: string | null; reason: string | null }[]>`
    SELECT scope_type AS type, scope_id AS "scopeId", reason FROM stops
    WHERE workspace_id = ${workspaceId} AND id = ${stopId} AND standing = 'pulled' FOR SHARE`;
  if (!stop) throw stopNotPulled();
  return stop;
}

/** Cancels those of these actions that still wait, for the stop. @throws 409 `stop_not_pulled` */
async function withdraw(tx: Tx, workspaceId: string, stopId: string, actionIds: readonly string[]): Promise<void> {
  const { type, scopeId, reason } = await pulledStop(tx, workspaceId, stopId);
  const text = [`Stopped: ${scopeLabel({ type, id: scopeId })}.`, reason].filter(Boolean).join(" ");
  await cancelWaiting(tx, workspaceId, { actionIds }, by, { code: "stopped", text, stopId });
}

/**
 * Cancels what waits in a stop's scope, step by step, while the stop is pulled. Nothing comes to wait in it meanwhile: it would be
 * denied. So one way through by id finds everything, and what a person decides first is theirs.
 */
export const withdrawal = defineJob({
  kind: withdrawalKind,
  title: "Withdrawal of what waits in a stop",
  permission: "stop:pull",
  parameters: z.strictObject({ stopId: z.string().max(100) }),
  /** Up to which id everything is done, and how many there are of how many. */
  checkpoint: z.strictObject({ after: z.string(), seen: z.number().int(), total: z.number().int() }),
  result: z.strictObject({ withdrawn: z.number().int() }),
  async run({ workspaceId, parameters: { stopId }, checkpoint, save }) {
    let at = checkpoint ?? { after: "", seen: 0, total: await countWaiting(workspaceId, stopId) };
    for (;;) {
      const ids = await nextWaiting(workspaceId, stopId, at.after);
      const last = ids.at(-1);
      if (last === undefined) break;
      at = { ...at, after: last, seen: at.seen + ids.length };
      await save({
        checkpoint: at,
        progress: Math.min(1, at.seen / Math.max(1, at.total)),
        also: (tx) => withdraw(tx, workspaceId, stopId, ids),
      });
    }
    return { withdrawn: (await refusedBy(workspaceId, [stopId])).get(stopId)?.withdrawn ?? 0 };
  },
});
