import { Action } from "@/lib/actions/action.schemas";
import { withdraw } from "@/lib/approvals/withdraw.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const DELETE = defineRoute({
  id: "withdrawApproval",
  summary:
    "Take back an approval during its grace period: the caller's own, or another person's where the caller may decide the action or pull stops",
  auth: person("action:read"),
  params: IdParams,
  response: Action,
  refusals: ["too_late", "not_yours"],
  handle: ({ caller, params }) => withdraw(caller, params.id),
});
