import type { QueueItem } from "@/lib/approvals/queue.rules";

const verbs = { approve: "Approved", edit: "Edited and approved", reject: "Rejected", expire: "Expired", cancel: "Cancelled" } as const;

/** What became of a row, or who is on it, in a few words; null where nobody is. */
export function queueRowState({ decision, settling, status, claim, escalation }: QueueItem): string | null {
  if (decision) return decision.by.type === "person" ? `${verbs[decision.outcome]} by ${decision.by.name}` : verbs[decision.outcome];
  if (status !== "pending") return status.charAt(0).toUpperCase() + status.slice(1);
  if (settling) return `${verbs[settling.outcome]} by ${settling.by.name}, settling`;
  if (claim) return `Claimed by ${claim.by.name}`;
  if (escalation?.because === "nobody_left") return `Nobody left: with ${escalation.role ?? "others"}`;
  if (escalation) return escalation.role ? `Escalated to ${escalation.role}` : "Escalated to a team";
  return null;
}
