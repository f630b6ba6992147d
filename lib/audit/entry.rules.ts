import { utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalText } from "@/lib/gate/canonical-json.rules";

/** Names of what can happen, in the past tense: one per state change. */
export const auditEvents = [
  "action.requested",
  "action.decided",
  "action.claimed",
  "action.released",
  "action.escalated",
  "action.extended",
  "action.executed",
  "action.outcome_reported",
  "action.lost",
  "approval.given",
  "approval.withdrawn",
  "run.started",
  "run.ended",
  "agent.created",
  "agent.updated",
  "key.created",
  "key.rotated",
  "key.revoked",
  "action_type.created",
  "action_type.updated",
  "stop.pulled",
  "stop.rearmed",
  "person.invited",
  "person.joined",
  "person.role_changed",
  "person.deactivated",
  "person.reactivated",
  "person.updated",
  "password.changed",
  "invitation.revoked",
  "session.started",
  "session.revoked",
  "token.created",
  "token.revoked",
  "team.created",
  "team.updated",
  "settings.changed",
  "workspace.created",
] as const;
export type AuditEvent = (typeof auditEvents)[number];

export interface EntryActor {
  type: "person" | "agent" | "system" | "policy";
  id: string;
}
export interface EntrySubject {
  type: string;
  id: string;
}

/** One leaf of the log before it is bytes. `commitment` binds what is kept outside the leaf, so that it can be erased. */
export interface EntryContent {
  id: string;
  workspace: string;
  /** RFC 3339, UTC, milliseconds. */
  at: string;
  actor: EntryActor;
  event: AuditEvent;
  subject: EntrySubject;
  facts: Record<string, unknown>;
  commitment?: string;
}

/** The most a leaf may have: what C2SP entry bundles can carry. */
export const maxLeafBytes = 65_535;

/**
 * The text whose UTF-8 bytes are hashed: RFC 8785 of the entry, with the format's version.
 *
 * @throws RangeError for more than {@link maxLeafBytes}: facts are meant to be few, texts belong outside the leaf
 */
export function leafText(content: EntryContent): string {
  const text = canonicalText({ v: 1, ...content });
  // A UTF-16 code unit takes three bytes at most: short texts need no counting.
  if (text.length * 3 > maxLeafBytes && utf8ToBytes(text).length > maxLeafBytes) throw new RangeError(`An audit entry may have ${maxLeafBytes} bytes at most`);
  return text;
}
