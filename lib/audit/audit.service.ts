import { createHmac, randomBytes } from "node:crypto";
import { canonicalText } from "@/lib/gate/canonical-json.rules";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { leafText, type AuditEvent, type EntryActor, type EntrySubject } from "./entry.rules";

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

/** An entry as audit_stage takes it (prisma/sql/audit.sql): its leaf, RFC 8785 text, and what stays outside. */
export interface PreparedEntry {
  id: string;
  at: Date;
  leaf: string;
  private: { salt: Uint8Array<ArrayBuffer>; body: Record<string, unknown> } | undefined;
}

/** Makes an entry without writing it, for the SQL functions that stage it in their own transaction. */
export function prepareEntry({ workspaceId: workspace, actor, event, subject, facts, private: body, at = new Date() }: EntryInput): PreparedEntry {
  const id = newId("entry");
  const secret = body ? { salt: new Uint8Array(randomBytes(32)), body } : undefined;
  const commitment = secret ? createHmac("sha256", secret.salt).update(canonicalText(secret.body)).digest("hex") : undefined;
  return { id, at, leaf: leafText({ id, workspace, at: at.toISOString(), actor, event, subject, facts, commitment }), private: secret };
}

/** Leaves as the one parameter of audit_stage: each keeps its text, byte for byte. */
export function leavesJson(leaves: readonly string[]): string {
  return `[${leaves.join(",")}]`;
}

/** Stages an entry in the caller's transaction. If it cannot be written, the change is not made. */
export async function recordEntry(tx: Tx, input: EntryInput): Promise<void> {
  const { id, leaf, private: secret } = prepareEntry(input);
  await tx.$executeRaw`SELECT audit_stage(${leavesJson([leaf])}::json)`;
  if (secret) {
    await tx.auditPrivate.create({ data: { entryId: id, workspaceId: input.workspaceId, salt: secret.salt, body: secret.body as Prisma.InputJsonObject } });
  }
}
