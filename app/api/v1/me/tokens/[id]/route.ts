import { revokePersonalToken } from "@/lib/people/account.service";
import { signedIn } from "@/lib/people/person-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

export const DELETE = defineRoute({
  id: "revokeToken",
  summary: "Revoke one of one's own access tokens",
  auth: signedIn(),
  params: IdParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => revokePersonalToken(caller, params.id),
});
