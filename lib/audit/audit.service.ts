import { createHmac, randomBytes } from "node:crypto";
import { canonicalBytes } from "@/lib/gate/digest.rules";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import type { AuditEvent } from "./audit-events.rules";
import { leafBytes, type EntryActor, type EntrySubject } from "./entry.rules";

export interface EntryInput {
  workspaceId: string;
  actor: EntryActor;
  event: AuditEvent;
  subject: EntrySubject;
  /** What anyone may learn who holds the log. No names, no free text: those go to `private`. */
  facts: Record<string, unknown>;
  /** Texts and personal data, kept outside the leaf and bound to it by HMAC-SHA256 under a salt of their own. */
  private?: Record<string, unknown>;
  at?: Date;
}

/** A row of audit_staged, in the column names of the SQL functions; `leaf` is hex in Postgres' bytea notation. */
export interface StagedRow {
  workspace_id: string;
  entry_id: string;
  at: string;
  event: AuditEvent;
  actor_type: string;
  actor_id: string;
  subject_type: string;
  subject_id: string;
  leaf: string;
}
export interface PreparedEntry {
  row: StagedRow;
  leaf: Uint8Array<ArrayBuffer>;
  private: { salt: Uint8Array<ArrayBuffer>; body: Record<string, unknown> } | undefined;
}

/** Makes an entry's row without writing it, for the SQL functions that insert it in their own transaction. */
export function prepareEntry(input: EntryInput): PreparedEntry {
  const id = newId("entry");
  const at = (input.at ?? new Date()).toISOString();
  const secret = input.private ? { salt: new Uint8Array(randomBytes(32)), body: input.private } : undefined;
  const commitment = secret ? createHmac("sha256", secret.salt).update(canonicalBytes(secret.body)).digest("hex") : undefined;
  const { workspaceId, actor, event, subject, facts } = input;
  const leaf = new Uint8Array(leafBytes({ id, workspace: workspaceId, at, actor, event, subject, facts, ...(commitment ? { commitment } : {}) }));
  return {
    row: {
      workspace_id: workspaceId,
      entry_id: id,
      at,
      event,
      actor_type: actor.type,
      actor_id: actor.id,
      subject_type: subject.type,
      subject_id: subject.id,
      leaf: `\\x${Buffer.from(leaf).toString("hex")}`,
    },
    leaf,
    private: secret,
  };
}

/** Stages an entry in the caller's transaction. If it cannot be written, the change is not made. */
export async function recordEntry(tx: Tx, input: EntryInput): Promise<void> {
  const { row, leaf, private: secret } = prepareEntry(input);
  await tx.auditStaged.create({
    data: {
      workspaceId: row.workspace_id,
      entryId: row.entry_id,
      at: new Date(row.at),
      event: row.event,
      actorType: row.actor_type,
      actorId: row.actor_id,
      subjectType: row.subject_type,
      subjectId: row.subject_id,
      leaf,
    },
  });
  if (secret) {
    await tx.auditPrivate.create({ data: { entryId: row.entry_id, workspaceId: row.workspace_id, salt: secret.salt, body: secret.body as Prisma.InputJsonObject } });
  }
}
