import { signOutEverywhere } from "@/lib/people/membership.service";
import { SessionsEnded } from "@/lib/people/people.schemas";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const DELETE = defineRoute({
  id: "signOutPerson",
  summary: "Sign somebody out everywhere, and end their access tokens",
  auth: person("person:manage"),
  params: IdParams,
  response: SessionsEnded,
  handle: ({ caller, params }) => signOutEverywhere(caller, params.id),
});
