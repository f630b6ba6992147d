import { OwnSessionQuery, PersonalTokenCreated, PersonalTokenPage, TokenCreate } from "@/lib/people/account.schemas";
import { createPersonalToken } from "@/lib/people/account.service";
import { listPersonalTokens } from "@/lib/people/account.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { signedIn, signedInByCookie } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listTokens",
  summary: "List the caller's own access tokens for this workspace, newest first",
  auth: signedIn(),
  query: OwnSessionQuery,
  response: PersonalTokenPage,
  handle: ({ caller, query }) => listPersonalTokens(caller, query),
});

export const POST = defineRoute({
  id: "makeToken",
  summary: "Make an access token for the caller's own scripts; it is shown once",
  auth: signedInByCookie(),
  body: TokenCreate,
  example: { name: "nightly report", expiresAt: "2027-06-30T00:00:00.000Z", permissions: ["audit:read"] },
  response: PersonalTokenCreated,
  status: 201,
  refusals: ["forbidden"],
  idempotency: "sealed",
  handle: ({ caller, body }) => createPersonalToken(caller, body),
});
