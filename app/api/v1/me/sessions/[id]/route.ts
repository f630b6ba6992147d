import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { signedIn } from "@/lib/sessions/person-auth.service";
import { endOwnSession } from "@/lib/sessions/session.service";

export const DELETE = defineRoute({
  id: "endSession",
  summary: "End one of the caller's own sessions",
  auth: signedIn(),
  params: IdParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => endOwnSession(caller, params.id),
});
