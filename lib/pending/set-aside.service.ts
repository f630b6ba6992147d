import { Prisma, type Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { ConflictError, NotFoundError, UnprocessableError } from "@/lib/platform/errors";
import { publish } from "@/lib/platform/events/bus";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { alreadyDecided } from "./already-decided";
import { asideObstacle, backAtMs, longestAsideDays, maxSetAside } from "./set-aside.rules";
import type { SetAside, SetAsideRequest } from "./set-aside.schemas";

/** The caller's other tabs read again; nobody else hears of it. */
function tellMine({ workspaceId, personId }: PersonCaller, actionId: string): void {
  publish({ workspaceId, personId, event: "set_aside.changed", subjectId: actionId });
}

/** One at a time per person, or two at the same moment would both be the last that fits. */
async function waitForTurn(tx: Tx, { workspaceId, personId }: PersonCaller): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`set_asides ${workspaceId} ${personId}`}, 0))`;
}

/**
 * What is over means nothing any more, and goes; what another change holds at this moment can stay until the next time. After the new
 * one is written: everybody takes the action first and then what is set aside of it.
 */
async function tidy(tx: Tx, { workspaceId, personId }: PersonCaller): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM action_set_asides s USING (
      SELECT o.action_id FROM action_set_asides o WHERE o.workspace_id = ${workspaceId} AND o.person_id = ${personId}
        AND (o.until <= now() OR NOT EXISTS (SELECT 1 FROM actions a WHERE a.id = o.action_id AND a.status = 'pending')) FOR UPDATE SKIP LOCKED
    ) past WHERE s.workspace_id = ${workspaceId} AND s.person_id = ${personId} AND s.action_id = past.action_id`;
  if ((await tx.actionSetAside.count({ where: { workspaceId, personId } })) > maxSetAside) {
    throw new ConflictError("too_many_set_aside", `You have set ${maxSetAside} actions aside. Bring one back first.`);
  }
}

/** Why the guarded write found no action. @throws always */
async function refuse(tx: Tx, { workspaceId }: PersonCaller, actionId: string, until: Date): Promise<never> {
  const action = await tx.action.findFirst({
    where: { id: actionId, workspaceId },
    select: { status: true, expiresAt: true },
  });
  if (!action) throw new NotFoundError("This action");
  const why =
    action.status === "pending" && action.expiresAt.getTime() > Date.now()
      ? asideObstacle(until.getTime(), action.expiresAt.getTime(), Date.now())
      : null;
  if (why === null) throw alreadyDecided();
  throw new UnprocessableError("until_out_of_range", why, [
    { path: "until", message: `must lie ahead, within ${longestAsideDays} days and the action's time to decide` },
  ]);
}

/**
 * Takes a held action out of what waits for the caller, until a time: their own view of it, so nothing is decided, no time is given and
 * nobody is told. Setting it aside again changes the time.
 * @throws 404; 409 `already_decided`, `too_many_set_aside`; 422 `until_out_of_range`
 */
export async function setAside(caller: PersonCaller, actionId: string, { until }: SetAsideRequest): Promise<SetAside> {
  const { workspaceId, personId } = caller;
  const expiresAt = await transaction(async (tx) => {
    await waitForTurn(tx, caller);
    // The row is held until the commit: who escalates it at this moment waits, and then finds this to take back.
    const [row] = await tx.$queryRaw<{ expires_at: Date }[]>`
      WITH held AS (
        SELECT a.id, a.expires_at FROM actions a WHERE a.id = ${actionId} AND a.workspace_id = ${workspaceId} AND a.status = 'pending'
          AND ${until}::timestamptz > now() AND ${until}::timestamptz <= now() + make_interval(days => ${longestAsideDays}) AND ${until}::timestamptz <= a.expires_at FOR SHARE
      ), aside AS (
        INSERT INTO action_set_asides (workspace_id, person_id, action_id, until) SELECT ${workspaceId}, ${personId}, held.id, ${until}::timestamptz FROM held
        ON CONFLICT (workspace_id, person_id, action_id) DO UPDATE SET until = EXCLUDED.until
      )
      SELECT expires_at FROM held`;
    if (!row) return refuse(tx, caller, actionId, until);
    await tidy(tx, caller);
    return row.expires_at;
  });
  tellMine(caller, actionId);
  return {
    actionId,
    until: until.toISOString(),
    backAt: new Date(backAtMs(until.getTime(), expiresAt.getTime())).toISOString(),
  };
}

/** Takes it back among what waits for the caller; where it was not set aside, nothing changes. @throws 404 */
export async function bringBack(caller: PersonCaller, actionId: string): Promise<void> {
  const { workspaceId, personId } = caller;
  await transaction(async (tx) => {
    if (!(await tx.action.findFirst({ where: { id: actionId, workspaceId }, select: { id: true } })))
      throw new NotFoundError("This action");
    await tx.actionSetAside.deleteMany({ where: { workspaceId, personId, actionId } });
  });
  tellMine(caller, actionId);
}

/** Brings actions back to everybody who has set them aside: they are not any more what those had looked at. After the change itself, in its transaction. */
export async function bringBackToAll(
  tx: Tx,
  workspaceId: string,
  which: { ids: readonly string[] } | { action: string },
): Promise<void> {
  const those =
    "ids" in which
      ? Prisma.sql`s.action_id = ANY(${which.ids})`
      : Prisma.sql`s.action_id IN (SELECT a.id FROM actions a WHERE a.workspace_id = ${workspaceId} AND a.status = 'pending' AND a.action = ${which.action})`;
  await tx.$executeRaw`DELETE FROM action_set_asides s WHERE s.workspace_id = ${workspaceId} AND ${those}`;
}
