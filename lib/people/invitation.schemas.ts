import { z } from "zod";
import { NamedPerson, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { Email, NewPassword, PersonName, RoleName } from "./people.schemas";

export const invitationStates = ["open", "accepted", "revoked", "expired"] as const;

export const InvitationCreate = z
  .strictObject({
    email: Email,
    role: RoleName,
    teamIds: z.array(z.string().max(100)).max(50).default([]),
    validDays: z.number().int().min(1).max(30).default(7),
  })
  .meta({ id: "InvitationCreate", description: "Whom to invite, and as what." });
export type InvitationCreate = z.output<typeof InvitationCreate>;

export const Invitation = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    role: RoleName,
    teamIds: z.array(z.string()),
    state: z.enum(invitationStates),
    invitedBy: NamedPerson,
    createdAt: Timestamp,
    expiresAt: Timestamp,
    acceptedAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
  })
  .meta({ id: "Invitation", description: "An invitation, without its token." });
export type Invitation = z.infer<typeof Invitation>;

export const InvitationCreated = Invitation.extend({ token: z.string(), url: z.string() }).meta({
  id: "InvitationCreated",
  description: "The token, and the link that carries it, are shown here and never again.",
});
export type InvitationCreated = z.infer<typeof InvitationCreated>;

export const InvitationPage = pageOf(Invitation).meta({ id: "InvitationPage", description: "A page of invitations." });
export const InvitationQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(["open", "all"]).default("open").describe("open: those that can still be taken up."),
});
export type InvitationQuery = z.output<typeof InvitationQuery>;

export const AcceptInvitation = z
  .strictObject({ token: z.string().max(100), name: PersonName.optional(), password: NewPassword.optional() })
  .meta({
    id: "AcceptInvitation",
    description: "Name and password are for people without an account; others accept while signed in.",
  });
export type AcceptInvitation = z.output<typeof AcceptInvitation>;

export const InvitationAccepted = z
  .strictObject({ email: z.string(), workspace: z.string() })
  .meta({ id: "InvitationAccepted", description: "Whose account it is, and in which workspace." });

export const InvitationPreviewQuery = z.strictObject({
  token: z.string().max(100).describe("The token of the invitation's link."),
});
export const InvitationPreview = z
  .strictObject({
    email: z.string(),
    role: RoleName,
    roleTitle: z.string(),
    workspace: z.string(),
    expiresAt: Timestamp,
    hasAccount: z.boolean(),
  })
  .meta({ id: "InvitationPreview", description: "What an invitation offers." });
export type InvitationPreview = z.infer<typeof InvitationPreview>;
