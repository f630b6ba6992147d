import { ExecutionRequest, ExecutionStarted } from "@/lib/actions/action.schemas";
import { startExecution } from "@/lib/actions/execution.service";
import { agent } from "@/lib/keys/agent-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

export const POST = defineRoute({
  id: "startExecution",
  summary: "Use up the permit and get the parameters to run",
  auth: agent("actions:write"),
  params: IdParams,
  body: ExecutionRequest,
  example: { digest: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef" },
  lane: "permit",
  response: ExecutionStarted,
  refusals: [
    "permit_consumed",
    "permit_withdrawn",
    "digest_mismatch",
    "stopped",
    "not_approved",
    "run_over",
    "permit_expired",
    "contradicts_log",
  ],
  handle: ({ caller, params, body }) => startExecution(caller, params.id, body.digest),
});
