import { type Escalation, type Member, mayAnswer, type Owned } from "./answerable.rules";
import type { OwnActionRule } from "./escalation.rules";

export const withdrawalReasons = [
  "taken_back",
  "withdrawn_by_other",
  "stopped",
  "cancelled",
  "voter_left",
  "voter_may_not",
  "agent_not_active",
  "type_changed",
  "judged_otherwise",
] as const;
/** Why a vote was withdrawn before it settled. */
export type WithdrawalReason = (typeof withdrawalReasons)[number];

/** What a vote in its grace period stands on, now. */
export interface VoteCircumstances {
  rule: OwnActionRule;
  /** Who gave it; null where they are no active member any more. */
  voter: Member | null;
  owned: Owned;
  escalation: Escalation;
  agentActive: boolean;
  /** A stop that covers the action was pulled since the vote, re-armed or not. */
  stopped: boolean;
}

/** What has taken the vote's basis away; null while it stands. */
export function basisLost({
  rule,
  voter,
  owned,
  escalation,
  agentActive,
  stopped,
}: VoteCircumstances): WithdrawalReason | null {
  if (stopped) return "stopped";
  if (!agentActive) return "agent_not_active";
  if (!voter) return "voter_left";
  return mayAnswer(rule, voter, owned, escalation) ? null : "voter_may_not";
}
