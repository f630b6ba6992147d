import { createHmac, randomBytes } from "node:crypto";
import { canonicalText } from "@/lib/platform/canonical-json.rules";
import type { Tx } from "@/lib/platform/db/client";
import type { WorkspaceEvent } from "@/lib/platform/events/bus";
import { newId } from "@/lib/platform/ids";
import { announceOnCommit, eventOf } from "./announce";
import type { AuditEvent } from "./audit-events.rules";
import { leafText, type EntryActor, type EntrySubject } from "./entry.rules";

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

/** An entry as audit_stage takes it (prisma/sql/functions): its leaf, RFC 8785 text, and what stays outside. */
export interface PreparedEntry {
  id: string;
  workspaceId: string;
  at: Date;
  leaf: string;
  private: { salt: Uint8Array<ArrayBuffer>; body: Record<string, unknown> } | undefined;
  /** What everybody is told once it is committed. */
  told: WorkspaceEvent;
}

/** Makes an entry without writing it, for the SQL functions that stage it in their own transaction. */
export function prepareEntry({
  workspaceId,
  actor,
  event,
  subject,
  facts,
  private: body,
  at = new Date(),
}: EntryInput): PreparedEntry {
  const id = newId("entry");
  const secret = body ? { salt: new Uint8Array(randomBytes(32)), body } : undefined;
  const commitment = secret
    ? createHmac("sha256", secret.salt).update(canonicalText(secret.body)).digest("hex")
    : undefined;
  return {
    id,
    workspaceId,
    at,
    leaf: leafText({ id, workspace: workspaceId, at: at.toISOString(), actor, event, subject, facts, commitment }),
    private: secret,
    told: eventOf({ workspaceId, actor, event, subject, facts }),
  };
}

/** Entries as the parameter of audit_stage: each keeps its text, byte for byte. */
export function leavesJson(entries: readonly PreparedEntry[]): string {
  return `[${entries.map((entry) => entry.leaf).join(",")}]`;
}

/** What entries keep outside their leaves, as audit_stage takes it. */
export function privateJson(entries: readonly PreparedEntry[]): string {
  const rows = entries.flatMap(({ id, workspaceId, private: secret }) =>
    secret
      ? [
          {
            workspace_id: workspaceId,
            entry_id: id,
            salt: `\\x${Buffer.from(secret.salt).toString("hex")}`,
            body: secret.body,
          },
        ]
      : [],
  );
  return JSON.stringify(rows);
}

/**
 * Stages entries in the caller's transaction, and tells of them when that has committed. If they cannot be written, the change is not made.
 */
export async function recordEntries(tx: Tx, entries: readonly PreparedEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.$executeRaw`SELECT audit_stage(${leavesJson(entries)}::json, ${privateJson(entries)}::json)`;
  announceOnCommit(entries);
}

/** `recordEntries`, of one. */
export function recordEntry(tx: Tx, input: EntryInput): Promise<void> {
  return recordEntries(tx, [prepareEntry(input)]);
}
