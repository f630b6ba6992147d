import { revokeInvitation } from "@/lib/people/invitation.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const DELETE = defineRoute({
  id: "revokeInvitation",
  summary: "Take an invitation back",
  auth: person("person:manage"),
  params: IdParams,
  response: "none",
  status: 204,
  refusals: ["invitation_closed"],
  handle: ({ caller, params }) => revokeInvitation(caller, params.id),
});
