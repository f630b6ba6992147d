import { InvitationCreate, InvitationCreated, InvitationPage, InvitationQuery } from "@/lib/people/invitation.schemas";
import { invite } from "@/lib/people/invitation.service";
import { listInvitations } from "@/lib/people/invitation.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listInvitations",
  summary: "List invitations, newest first",
  auth: person("person:manage"),
  query: InvitationQuery,
  response: InvitationPage,
  handle: ({ caller, query }) => listInvitations(caller.workspaceId, query),
});

export const POST = defineRoute({
  id: "invite",
  summary: "Invite somebody; the link in the answer works once and is shown once",
  auth: person("person:manage"),
  body: InvitationCreate,
  example: { email: "ada@example.com", role: "supervisor" },
  response: InvitationCreated,
  status: 201,
  refusals: ["already_member", "unknown_team"],
  idempotency: "sealed",
  handle: ({ caller, body }) => invite(caller, body),
});
