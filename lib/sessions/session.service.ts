import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import { sessionMaxSeconds } from "@/lib/platform/credentials/session-cookie";
import type { Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";

/** Why a session ended before its time. */
export type EndReason =
  | "signed_out"
  | "replaced"
  | "ended_by_person"
  | "ended_by_admin"
  | "password_changed"
  | "deactivated"
  | "identity_unlinked";

async function workspacesOf(tx: Tx, personId: string): Promise<string[]> {
  const found = await tx.membership.findMany({
    where: { personId, deactivatedAt: null },
    select: { workspaceId: true },
    orderBy: { workspaceId: "asc" },
  });
  return found.map((m) => m.workspaceId);
}

/** Ends the sessions that are still open among `ids`, with one entry each in every workspace of the person. */
async function end(tx: Tx, ids: string[], personId: string, actor: EntryActor, reason: EndReason): Promise<number> {
  const ended = await tx.session.updateManyAndReturn({
    where: { id: { in: ids }, personId, revokedAt: null },
    data: { revokedAt: new Date() },
    select: { id: true },
  });
  if (ended.length === 0) return 0;
  const workspaces = await workspacesOf(tx, personId);
  for (const { id } of ended) {
    for (const workspaceId of workspaces) {
      await recordEntry(tx, {
        workspaceId,
        actor,
        event: "session.revoked",
        subject: { type: "session", id },
        facts: { personId, reason },
      });
    }
  }
  return ended.length;
}

export interface NewSession {
  personId: string;
  /** `password`, or the id of the identity provider. */
  method: string;
  userAgent: string | undefined;
  /** The session this browser had until now, which the new one takes the place of. */
  replaces: string | undefined;
}

/** Opens a session of twelve hours at most. @returns its id, the only thing the cookie carries. */
export function startSession({ personId, method, userAgent, replaces }: NewSession): Promise<string> {
  return transaction(async (tx) => {
    if (replaces !== undefined) {
      const former = await tx.session.findUnique({ where: { id: replaces }, select: { personId: true } });
      if (former) await end(tx, [replaces], former.personId, { type: "person", id: former.personId }, "replaced");
    }
    const now = new Date();
    const id = newId("session");
    await tx.session.create({
      data: {
        id,
        personId,
        method,
        userAgent: userAgent?.slice(0, 400) ?? null,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + sessionMaxSeconds * 1000),
      },
    });
    for (const workspaceId of await workspacesOf(tx, personId)) {
      await recordEntry(tx, {
        workspaceId,
        actor: { type: "person", id: personId },
        event: "session.started",
        subject: { type: "session", id },
        facts: { personId, method },
        at: now,
      });
    }
    return id;
  });
}

/** What signing out does. A session that is unknown or over is no fault. */
export async function signOut(sessionId: string): Promise<void> {
  await transaction(async (tx) => {
    const session = await tx.session.findUnique({ where: { id: sessionId }, select: { personId: true } });
    if (session) await end(tx, [sessionId], session.personId, { type: "person", id: session.personId }, "signed_out");
  });
}

/** Ends one of the caller's own sessions. @throws 404 */
export async function endOwnSession(caller: PersonCaller, sessionId: string): Promise<void> {
  await transaction(async (tx) => {
    const ended = await end(
      tx,
      [sessionId],
      caller.personId,
      { type: "person", id: caller.personId },
      "ended_by_person",
    );
    if (ended === 0) throw new NotFoundError("This session");
  });
}

/** Ends all open sessions of a person, in the caller's transaction. @returns how many there were. */
export async function endSessionsOf(
  tx: Tx,
  personId: string,
  actor: EntryActor,
  reason: EndReason,
  except?: string,
): Promise<number> {
  const open = await tx.session.findMany({
    where: { personId, revokedAt: null, expiresAt: { gt: new Date() }, ...(except ? { id: { not: except } } : {}) },
    select: { id: true },
  });
  return end(
    tx,
    open.map((s) => s.id),
    personId,
    actor,
    reason,
  );
}

/** Ends the open sessions of a person that identity providers have opened, but for one, in the caller's transaction. */
export async function endSessionsByProviders(
  tx: Tx,
  personId: string,
  actor: EntryActor,
  except: string | undefined,
): Promise<void> {
  const open = await tx.session.findMany({
    where: { personId, method: { not: "password" }, revokedAt: null, ...(except ? { id: { not: except } } : {}) },
    select: { id: true },
  });
  await end(
    tx,
    open.map((s) => s.id),
    personId,
    actor,
    "identity_unlinked",
  );
}
