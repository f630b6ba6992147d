import { OwnIdentity } from "@/lib/people/account.schemas";
import { readOwnIdentity, unlinkIdentity } from "@/lib/people/identity-link.service";
import { signedIn, signedInByCookie } from "@/lib/people/person-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const GET = defineRoute({
  id: "readOwnIdentity",
  summary: "Read by which identity provider the caller can sign in",
  auth: signedIn(),
  response: OwnIdentity,
  handle: ({ caller }) => readOwnIdentity(caller),
});

export const DELETE = defineRoute({
  id: "unlinkIdentity",
  summary: "Unlink the caller's account from its identity provider; the sessions that it opened end, but for the one in use",
  auth: signedInByCookie(),
  response: "none",
  status: 204,
  refusals: ["only_sign_in", "no_identity"],
  handle: ({ caller }) => unlinkIdentity(caller),
});
