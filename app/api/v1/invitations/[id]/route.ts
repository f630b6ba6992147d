import { revokeInvitation } from "@/lib/people/invitation.service";
import { person } from "@/lib/people/person-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

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
