import { Action } from "@/lib/actions/action.schemas";
import { cancelAction } from "@/lib/approvals/cancel.service";
import { agent } from "@/lib/keys/agent-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

export const POST = defineRoute({
  id: "cancelAction",
  summary: "Take back a request that is still pending, by the agent that made it",
  auth: agent("actions:write"),
  params: IdParams,
  response: Action,
  refusals: ["already_decided"],
  handle: ({ caller, params }) => cancelAction(caller, params.id),
});
