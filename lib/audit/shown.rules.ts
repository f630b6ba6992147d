import { canonicalBytes } from "@/lib/platform/canonical-json.rules";
import type { AuditEntry } from "./audit.schemas";
import { equalBytes } from "./bytes.rules";

/** The fields of an entry that a screen shows. */
export type ShownEntry = Pick<AuditEntry, "id" | "at" | "event" | "actor" | "subject" | "facts" | "commitment">;

/**
 * Whether the logged bytes say exactly what is shown: each field the same, and no other in them but the format's version and the
 * workspace. Names are not part of it, as the log holds ids only.
 */
export function saysWhatIsShown(leaf: Uint8Array, shown: ShownEntry): boolean {
  let logged: unknown;
  try {
    logged = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(leaf));
  } catch {
    return false;
  }
  if (typeof logged !== "object" || logged === null || !("workspace" in logged)) return false;
  const rebuilt = {
    v: 1,
    id: shown.id,
    workspace: logged.workspace,
    at: shown.at,
    actor: { type: shown.actor.type, id: shown.actor.id },
    event: shown.event,
    subject: { type: shown.subject.type, id: shown.subject.id },
    facts: shown.facts,
    ...(shown.commitment === null ? {} : { commitment: shown.commitment }),
  };
  return equalBytes(canonicalBytes(rebuilt), leaf);
}
