import { utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalText } from "@/lib/platform/canonical-json.rules";
import type { AuditEvent } from "./audit-events.rules";

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
  if (text.length * 3 > maxLeafBytes && utf8ToBytes(text).length > maxLeafBytes)
    throw new RangeError(`An audit entry may have ${maxLeafBytes} bytes at most`);
  return text;
}
