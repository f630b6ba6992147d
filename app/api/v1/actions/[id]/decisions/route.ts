import { DecidedAction, DecisionRequest } from "@/lib/approvals/approval.schemas";
import { decide } from "@/lib/approvals/decide.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "decideAction",
  summary: "Approve, edit, reject or escalate a held action",
  auth: person("action:decide_escalated"),
  params: IdParams,
  body: DecisionRequest,
  example: {
    decision: "approve",
    seenDigest: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    reason: { text: "Agreed with the budget's owner." },
  },
  response: DecidedAction,
  refusals: [
    "already_decided",
    "run_over",
    "contradicts_log",
    "stale_digest",
    "own_action",
    "stopped",
    "agent_paused",
    "agent_retired",
    "denied_now",
    "parameters_too_large",
    "reason_required",
    "invalid_parameters",
    "nobody_to_answer",
    "unknown_team",
    "unknown_person",
  ],
  handle: ({ caller, params, body }) => decide(caller, params.id, body),
});
