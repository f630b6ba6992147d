import type { Action } from "@/lib/actions/action.schemas";

export const claimSeconds = 600;

/** Reasons offered when rejecting; the code is recorded, the text reaches the agent. */
export const rejectReasons = [
  { code: "unauthorized_scope", text: "Outside its authorised scope" },
  { code: "suspicious_arguments", text: "Suspicious parameters" },
  { code: "wrong_environment", text: "Wrong environment" },
  { code: "insufficient_evidence", text: "Not enough evidence" },
  { code: "not_needed", text: "Not needed" },
] as const;

export type Vote = "approve" | "edit" | "reject";

/** Must this answer say why? */
export function reasonRequired(vote: Vote | "escalate", zone: Action["zone"]): "none" | "code_or_text" | "text" {
  if (vote === "reject") return "code_or_text";
  if (vote === "edit") return "text";
  if (vote === "escalate") return "none";
  return zone === "red" ? "text" : "none";
}

/** An approval outside red may be taken back while its grace period lasts; a refusal needs none, since nothing runs. */
export function graceFor(vote: Vote, zone: Action["zone"], graceSeconds: number): number {
  return vote === "reject" || zone === "red" ? 0 : graceSeconds;
}

/** Whether the time to decide ends with the agent's own deadline: it wants no answer afterwards, and nobody can add time. */
export function endsWithAgent({ expiresAt, deadline }: { expiresAt: string; deadline: string | null }): boolean {
  return deadline !== null && Date.parse(expiresAt) >= Date.parse(deadline);
}
