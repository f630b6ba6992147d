import { Action } from "@/lib/actions/action.schemas";
import { extend } from "@/lib/approvals/claim.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "extendTime",
  summary: "Five more minutes to decide, in the last minute",
  auth: person("action:decide_escalated"),
  params: IdParams,
  response: Action,
  refusals: ["not_yet", "already_decided", "own_action", "agent_deadline"],
  handle: ({ caller, params }) => extend(caller, params.id),
});
