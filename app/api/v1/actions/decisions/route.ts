import { BulkDecisionRequest, BulkDecisionResult } from "@/lib/approvals/approval.schemas";
import { decideSeveral } from "@/lib/approvals/bulk.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "decideActions",
  summary:
    "Answer several held actions at once, each on its own: approve those of one type and zone outside red, reject those of one type or one agent",
  auth: person("action:decide_escalated"),
  body: BulkDecisionRequest,
  example: {
    decision: "reject",
    items: [
      {
        actionId: "act_01h455vb4pex5vsknk084sn02q",
        seenDigest: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
      },
    ],
    reason: { code: "duplicate" },
  },
  response: BulkDecisionResult,
  refusals: ["mixed_actions", "red_not_in_bulk"],
  handle: ({ caller, body, requestId }) => decideSeveral(caller, body, requestId),
});
