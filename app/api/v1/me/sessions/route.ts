import { OwnSessionPage, OwnSessionQuery } from "@/lib/people/account.schemas";
import { signOutElsewhere } from "@/lib/people/account.service";
import { listOwnSessions } from "@/lib/people/account.views";
import { SessionsEnded } from "@/lib/people/people.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { signedIn } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listSessions",
  summary: "List the caller's own open sessions, newest first",
  auth: signedIn(),
  query: OwnSessionQuery,
  response: OwnSessionPage,
  handle: ({ caller, query }) => listOwnSessions(caller, query),
});

export const DELETE = defineRoute({
  id: "endOtherSessions",
  summary: "End every session of the caller but the one in use, and every access token",
  auth: signedIn(),
  response: SessionsEnded,
  handle: ({ caller }) => signOutElsewhere(caller),
});
