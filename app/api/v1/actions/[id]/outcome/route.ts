import { Action, OutcomeRequest } from "@/lib/actions/action.schemas";
import { reportOutcome } from "@/lib/actions/execution.service";
import { agent } from "@/lib/keys/agent-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

export const POST = defineRoute({
  id: "reportOutcome",
  summary: "Report what came of an execution, once",
  auth: agent("actions:write"),
  params: IdParams,
  body: OutcomeRequest,
  example: { status: "succeeded", result: { transfer: "tr_8812" }, cost: { amount: "0.04", currency: "EUR" } },
  response: Action,
  refusals: ["outcome_already_reported", "not_started"],
  handle: ({ caller, params, body }) => reportOutcome(caller, params.id, body),
});
