import type { Action, ActionStatus } from "@/lib/gate/action.schemas";
import type { Role } from "@/lib/people/permissions.rules";

/** What can be done to an action in which status. Server and screen read the same table. */
export const can = {
  decide: ["pending"],
  claim: ["pending"],
  escalate: ["pending"],
  extend: ["pending"],
  cancel: ["pending"],
  execute: ["approved"],
} as const satisfies Record<string, readonly ActionStatus[]>;

export const claimSeconds = 600;
export const extensionSeconds = 300;
/** The press that extends is offered, and accepted, in the last minute only. */
export const extendableWithinSeconds = 60;

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

export type OwnActionRule = "off" | "creator" | "team";

/** Whom an action was escalated to: exactly one of the three names somebody. */
export interface EscalatedTo {
  teamId: string | null;
  role: string | null;
  personId: string | null;
}

/** Whether an escalation names them: by their role, by a team of theirs, or themselves. */
export function names({ teamId, role, personId }: EscalatedTo, person: { personId: string; role: Role; teamIds: readonly string[] }): boolean {
  return role === person.role || (teamId !== null && person.teamIds.includes(teamId)) || personId === person.personId;
}

/** Escalated actions are decided by those they were escalated to. Administrators may always. */
export function mayDecideEscalated(
  person: { personId: string; role: Role; teamIds: readonly string[]; decidesAnything: boolean },
  escalation: EscalatedTo | null,
): boolean {
  if (!escalation) return person.decidesAnything;
  return person.role === "admin" || names(escalation, person);
}

/** Roles an action can be escalated to. */
export const escalationRoles = ["supervisor", "governance", "reliability", "admin"] as const satisfies readonly Role[];

/** Whether the time to decide ends with the agent's own deadline: it wants no answer afterwards, and nobody can add time. */
export function endsWithAgent({ expiresAt, deadline }: { expiresAt: string; deadline: string | null }): boolean {
  return deadline !== null && Date.parse(expiresAt) >= Date.parse(deadline);
}
