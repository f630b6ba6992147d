import { revokePersonalToken } from "@/lib/people/account.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { signedIn } from "@/lib/sessions/person-auth.service";

export const DELETE = defineRoute({
  id: "revokeToken",
  summary: "Revoke one of the caller's own access tokens",
  auth: signedIn(),
  params: IdParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => revokePersonalToken(caller, params.id),
});
