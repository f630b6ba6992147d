import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { controlChange } from "@/lib/pending/control-change.service";
import { displayPrefix, hashToken, newToken } from "@/lib/platform/credentials/token-format";
import type { Tx } from "@/lib/platform/db/client";
import { ConflictError, InvalidRequestError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { expiryRefusal, keyRefusal, keyState } from "./key.rules";
import type { KeyCreate, KeyCreated, KeyRotate, KeyRotated } from "./key.schemas";
import type { AgentStatus } from "./principal.rules";

function requireExpiry(expiresAt: Date, now = new Date()): void {
  const refusal = expiryRefusal(expiresAt.getTime(), now.getTime());
  if (refusal) throw new InvalidRequestError([{ path: "expiresAt", message: refusal }]);
}

/** @throws 404, 409 `agent_retired` */
async function requireKeyable(tx: Tx, workspaceId: string, agentId: string): Promise<void> {
  const agent = await tx.agent.findFirst({ where: { id: agentId, workspaceId }, select: { status: true } });
  if (!agent) throw new NotFoundError("This agent");
  const refusal = keyRefusal(agent.status as AgentStatus);
  if (refusal) throw new ConflictError("agent_retired", refusal);
}

interface NewKey {
  name: string;
  scopes: string[];
  expiresAt: Date;
  rotatedFromId: string | null;
}

/** Only the hash is kept: the key itself is in the answer, once. */
async function insertKey(tx: Tx, caller: PersonCaller, agentId: string, made: NewKey, at: Date): Promise<KeyCreated> {
  const id = newId("key");
  const key = newToken("sbx");
  await tx.apiKey.create({
    data: {
      id,
      workspaceId: caller.workspaceId,
      agentId,
      prefix: displayPrefix(key),
      hash: hashToken(key),
      createdById: caller.personId,
      createdAt: at,
      ...made,
    },
  });
  return { id, key, expiresAt: made.expiresAt.toISOString() };
}

/**
 * Makes a key for an agent.
 * @throws 400 for an expiry in the past or more than 400 days away, 404, 409 `agent_retired`
 */
export async function createKey(
  caller: PersonCaller,
  agentId: string,
  { name, scopes, expiresAt }: KeyCreate,
): Promise<KeyCreated> {
  requireExpiry(expiresAt);
  const { workspaceId } = caller;
  const distinct = [...new Set(scopes)];
  const created = await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "key:manage");
    await requireKeyable(tx, workspaceId, agentId);
    const at = new Date();
    const made = await insertKey(tx, caller, agentId, { name, scopes: distinct, expiresAt, rotatedFromId: null }, at);
    await recordEntry(tx, {
      workspaceId,
      actor: entryActor(caller),
      event: "key.created",
      subject: { type: "key", id: made.id },
      facts: { agentId, scopes: distinct, expiresAt: made.expiresAt, epoch: Number(epoch) },
      private: { name },
      at,
    });
    return made;
  });
  return created;
}

/**
 * Replaces a key by one with the same name and scopes. The old one works until the overlap is over (never longer than it
 * would have), so that a fleet can change over.
 * @throws 400 for a bad expiry, 404, 409 `agent_retired`, `key_not_active` and `already_rotated`
 */
export async function rotateKey(
  caller: PersonCaller,
  agentId: string,
  keyId: string,
  { overlapSeconds, expiresAt }: KeyRotate,
): Promise<KeyRotated> {
  requireExpiry(expiresAt);
  const { workspaceId } = caller;
  const rotated = await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "key:manage");
    await requireKeyable(tx, workspaceId, agentId);
    const old = await tx.apiKey.findFirst({ where: { id: keyId, agentId, workspaceId } });
    if (!old) throw new NotFoundError("This key");
    const at = new Date();
    const state = keyState(
      { revokedAt: old.revokedAt?.toISOString() ?? null, expiresAt: old.expiresAt.toISOString() },
      at.getTime(),
    );
    if (state !== "active") throw new ConflictError("key_not_active", `This key is ${state}: make a new one instead.`);
    const successor = await tx.apiKey.findFirst({
      where: { workspaceId, agentId, rotatedFromId: keyId, revokedAt: null },
      select: { id: true },
    });
    if (successor)
      throw new ConflictError(
        "already_rotated",
        "This key has been replaced already. Rotate its successor, or revoke that first.",
      );
    const overlapEnd = new Date(Math.min(old.expiresAt.getTime(), at.getTime() + overlapSeconds * 1000));
    await tx.apiKey.update({ where: { id: keyId }, data: { expiresAt: overlapEnd } });
    const made = await insertKey(
      tx,
      caller,
      agentId,
      { name: old.name, scopes: old.scopes, expiresAt, rotatedFromId: keyId },
      at,
    );
    await recordEntry(tx, {
      workspaceId,
      actor: entryActor(caller),
      event: "key.rotated",
      subject: { type: "key", id: made.id },
      facts: {
        agentId,
        replaces: keyId,
        oldExpiresAt: overlapEnd.toISOString(),
        expiresAt: made.expiresAt,
        epoch: Number(epoch),
      },
      at,
    });
    return { ...made, replaces: { id: keyId, expiresAt: overlapEnd.toISOString() } };
  });
  return rotated;
}

/** Thrown inside the transaction where the key is revoked already, so that no epoch moves and no entry is written. */
class AlreadyRevoked extends Error {}

/** Revokes a key: the next request with it, or with a token of a run it started, is refused. Again is no error. @throws 404 */
export async function revokeKey(caller: PersonCaller, agentId: string, keyId: string): Promise<void> {
  const { workspaceId } = caller;
  try {
    await controlChange(workspaceId, async (tx, epoch) => {
      await confirmPermission(tx, caller, "key:manage");
      const at = new Date();
      const { count } = await tx.apiKey.updateMany({
        where: { id: keyId, agentId, workspaceId, revokedAt: null },
        data: { revokedAt: at },
      });
      if (count === 0) {
        const known = await tx.apiKey.findFirst({ where: { id: keyId, agentId, workspaceId }, select: { id: true } });
        throw known ? new AlreadyRevoked() : new NotFoundError("This key");
      }
      await recordEntry(tx, {
        workspaceId,
        actor: entryActor(caller),
        event: "key.revoked",
        subject: { type: "key", id: keyId },
        facts: { agentId, epoch: Number(epoch) },
        at,
      });
    });
  } catch (error) {
    if (error instanceof AlreadyRevoked) return;
    throw error;
  }
}
