import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import type { Tx } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { keysOfStop } from "@/lib/scopes/scope-keys.rules";
import type { Stop, StopScope } from "./stop.schemas";

/** Thrown inside the transaction so that a lever already down moves no epoch and writes no entry. */
export class AlreadyPulled extends Error {
  constructor(readonly stopId: string) {
    super("already pulled");
  }
}

/** A stop as it is written, by whoever may: that is confirmed before. */
export interface StopToWrite {
  workspaceId: string;
  type: StopScope["type"];
  scopeId: string | null;
  /** Whether the workspace knows what it names. */
  known: boolean;
  reason: string | undefined;
  by: Stop["pulledBy"];
  actor: EntryActor;
}

/** The stop of this scope that is pulled, seen under the exclusive lock, which has put rival pulls in order. */
export async function pulledStop(tx: Tx, workspaceId: string, type: StopScope["type"], scopeId: string | null) {
  const scopeKeys = keysOfStop(type, scopeId);
  // By its keys, as two spellings are one scope.
  const sameScope = [{ scopeId }, ...(scopeKeys.length > 0 ? [{ scopeKeys: { equals: scopeKeys } }] : [])];
  return tx.stop.findFirst({
    where: { workspaceId, scopeType: type, standing: "pulled", OR: sameScope },
    select: { id: true },
  });
}

/**
 * Writes a stop with its audit entry, in a control change.
 * @param epoch the one the control change moved to
 * @returns its id
 * @throws AlreadyPulled where the lever is down
 */
export async function writeStop(tx: Tx, epoch: bigint, stop: StopToWrite): Promise<string> {
  const { workspaceId, type, scopeId, known, reason, by, actor } = stop;
  const standing = await pulledStop(tx, workspaceId, type, scopeId);
  if (standing) throw new AlreadyPulled(standing.id);
  const id = newId("stop");
  const at = new Date();
  await tx.stop.create({
    data: {
      id,
      workspaceId,
      scopeType: type,
      scopeId,
      scopeKeys: keysOfStop(type, scopeId),
      reason: reason ?? null,
      epoch,
      pulledByType: by.type,
      pulledById: by.id,
      pulledByName: by.name,
      pulledAt: at,
    },
  });
  await recordEntry(tx, {
    workspaceId,
    actor,
    event: "stop.pulled",
    subject: { type: "stop", id },
    // What a resource is called may be somebody's name.
    facts: {
      scope: type === "resource" ? { type } : { type, id: scopeId },
      ...(known ? {} : { known }),
      epoch: Number(epoch),
    },
    private: {
      ...(reason === undefined ? {} : { reason }),
      ...(type === "resource" ? { resource: scopeId } : {}),
    },
    at,
  });
  return id;
}
