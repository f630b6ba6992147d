import type { QueueItem } from "@/lib/approvals/queue.rules";
import type { NamedPerson } from "@/lib/platform/common.schemas";

const verbs = {
  approve: "Approved",
  edit: "Edited and approved",
  reject: "Rejected",
  expire: "Expired",
  cancel: "Cancelled",
} as const;

/** `words`, then the name of `by`, then `then`. */
export interface RowState {
  words: string;
  by?: NamedPerson;
  then?: string;
}

/** What became of a row, or who is on it, in a few words; null where nobody is. */
export function queueRowState({ decision, settling, status, claim, escalation }: QueueItem): RowState | null {
  if (decision)
    return decision.by.type === "person"
      ? { words: `${verbs[decision.outcome]} by`, by: decision.by }
      : { words: verbs[decision.outcome] };
  if (status !== "pending") return { words: status.charAt(0).toUpperCase() + status.slice(1) };
  if (settling) return { words: `${verbs[settling.outcome]} by`, by: settling.by, then: ", settling" };
  if (claim) return { words: "Claimed by", by: claim.by };
  if (escalation?.because === "nobody_left") return { words: `Nobody left: with ${escalation.role ?? "others"}` };
  if (escalation?.person) return { words: "Escalated to", by: escalation.person };
  if (escalation) return { words: escalation.role ? `Escalated to ${escalation.role}` : "Escalated to a team" };
  return null;
}
