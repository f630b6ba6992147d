import { revokeTokenOf } from "@/lib/people/membership.service";
import { PersonTokenParams } from "@/lib/people/people.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const DELETE = defineRoute({
  id: "revokePersonToken",
  summary: "Revoke an access token of a member",
  auth: person("person:manage"),
  params: PersonTokenParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => revokeTokenOf(caller, params.id, params.tokenId),
});
