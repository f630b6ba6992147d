import { DecisionPreview, DecisionPreviewRequest } from "@/lib/approvals/approval.schemas";
import { previewDecision } from "@/lib/approvals/preview.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "previewDecision",
  summary: "What would come of approving a held action now, as asked or as edited; nothing is decided",
  auth: person("action:decide_escalated"),
  params: IdParams,
  body: DecisionPreviewRequest,
  example: { parameters: { amount: 9216 } },
  response: DecisionPreview,
  refusals: ["already_decided", "run_over", "parameters_too_large"],
  handle: ({ caller, params, body }) => previewDecision(caller, params.id, body),
});
