import { LinkIdentity, OwnIdentity } from "@/lib/people/account.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { signedIn, signedInByCookie } from "@/lib/sessions/person-auth.service";
import { readOwnIdentity, startLinking, unlinkIdentity } from "@/lib/sign-in/own-identity.service";

export const GET = defineRoute({
  id: "readOwnIdentity",
  summary: "Read by which identity provider the caller can sign in",
  auth: signedIn(),
  response: OwnIdentity,
  handle: ({ caller }) => readOwnIdentity(caller),
});

export const POST = defineRoute({
  id: "startLinking",
  summary: "Ask that the next answer of an identity provider to this session be linked to the caller's account",
  details: "It holds for ten minutes and for one answer. Afterwards send the browser to the provider's sign-in.",
  auth: signedInByCookie(),
  body: LinkIdentity,
  example: { providerId: "corp" },
  response: "none",
  status: 204,
  refusals: ["already_linked"],
  handle: ({ caller, body }) => startLinking(caller, body),
});

export const DELETE = defineRoute({
  id: "unlinkIdentity",
  summary:
    "Unlink the caller's account from its identity provider; sessions that were opened through one end, but for the one in use, and so do the caller's tokens",
  auth: signedInByCookie(),
  response: "none",
  status: 204,
  refusals: ["only_sign_in", "no_identity"],
  handle: ({ caller }) => unlinkIdentity(caller),
});
