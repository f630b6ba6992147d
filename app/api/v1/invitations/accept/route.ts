import {
  AcceptInvitation,
  InvitationAccepted,
  InvitationPreview,
  InvitationPreviewQuery,
} from "@/lib/people/invitation.schemas";
import { acceptInvitation, previewInvitation } from "@/lib/people/invitation.service";
import { open } from "@/lib/platform/http/authenticators";
import { defineRoute } from "@/lib/platform/http/define-route";
import { emailOfCookie } from "@/lib/sessions/person-auth.service";

const unusable = [
  "not_found",
  "invitation_used",
  "invitation_revoked",
  "invitation_void",
  "invitation_expired",
] as const;

export const GET = defineRoute({
  id: "readInvitation",
  summary: "Look at an invitation before taking it up; its token is the credential",
  auth: open,
  query: InvitationPreviewQuery,
  response: InvitationPreview,
  refusals: unusable,
  handle: ({ query }) => previewInvitation(query.token),
});

export const POST = defineRoute({
  id: "acceptInvitation",
  summary: "Take up an invitation: with a name and a password, or signed in to the account it is for",
  auth: open,
  body: AcceptInvitation,
  example: { token: "the token of the invitation's link", name: "Ada Byron", password: "a good long password" },
  response: InvitationAccepted,
  refusals: [...unusable, "cross_site", "account_exists", "name_confusable", "name_and_password_required"],
  handle: async ({ body, request }) => acceptInvitation(await emailOfCookie(request), body),
});
