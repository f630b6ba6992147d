import { BulkDecisionRequest, BulkDecisionResult } from "@/lib/approvals/approval.schemas";
import { decideSeveral } from "@/lib/approvals/bulk.service";
import { person } from "@/lib/people/person-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const POST = defineRoute({
  summary: "Decide several held actions of one type and zone, never red; each is answered on its own",
  auth: person("action:decide_escalated"),
  body: BulkDecisionRequest,
  response: BulkDecisionResult,
  refusals: ["mixed_actions", "red_not_in_bulk"],
  handle: ({ caller, body, requestId }) => decideSeveral(caller, body, requestId),
});
