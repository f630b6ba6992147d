import { ActionHistory } from "@/lib/approvals/approval.schemas";
import { actionHistory } from "@/lib/approvals/approval.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readActionHistory",
  summary: "How the same action fared before, who voted on this one, and whether the caller may decide it",
  auth: person("action:read"),
  params: IdParams,
  response: ActionHistory,
  handle: ({ caller, params }) => actionHistory(caller, params.id),
});
