import { Me, MeUpdate } from "@/lib/people/account.schemas";
import { changeMe } from "@/lib/people/account.service";
import { getMe } from "@/lib/people/account.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { signedIn, signedInByCookie } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readMe",
  summary: "Who is calling, and what they may do in the workspace they named",
  auth: signedIn(),
  response: Me,
  handle: ({ caller }) => getMe(caller),
});

export const PATCH = defineRoute({
  id: "changeMe",
  summary: "Change the caller's own name or time zone",
  auth: signedInByCookie(),
  body: MeUpdate,
  example: { timeZone: "Europe/Berlin" },
  response: Me,
  refusals: ["name_confusable"],
  handle: ({ caller, body }) => changeMe(caller, body),
});
