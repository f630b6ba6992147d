import { signedIn } from "@/lib/people/person-auth.service";
import { endOwnSession } from "@/lib/people/session.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

export const DELETE = defineRoute({
  id: "endSession",
  summary: "End one of one's own sessions",
  auth: signedIn(),
  params: IdParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => endOwnSession(caller, params.id),
});
