import { z } from "zod";
import { displayName, pageOf, pageQuery, Timestamp, TimestampInput } from "@/lib/platform/common.schemas";
import { permissions } from "@/lib/platform/permissions.rules";
import { isTimeZone } from "@/lib/platform/time-zone";
import { NewPassword, PersonName, RoleName, TeamRef } from "./people.schemas";

const PermissionName = z.enum(permissions).meta({ id: "Permission", description: "A right of people." });

export const Me = z
  .strictObject({
    person: z.strictObject({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      timeZone: z.string().nullable(),
      hasPassword: z.boolean(),
    }),
    workspace: z.strictObject({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      demo: z.boolean(),
      graceSeconds: z.number().int(),
      ownActionRule: z.string(),
    }),
    role: RoleName,
    permissions: z.array(PermissionName),
    teams: z.array(TeamRef),
    workspaces: z.array(z.strictObject({ slug: z.string(), name: z.string(), role: RoleName })),
    /** The session in use; null with a personal access token. */
    session: z.strictObject({ id: z.string(), expiresAt: Timestamp }).nullable(),
  })
  .meta({ id: "Me", description: "Who is calling, and what they may do in the workspace they named." });
export type Me = z.infer<typeof Me>;

const TimeZone = z.string().max(64).refine(isTimeZone, "must be a time zone such as Europe/Berlin");

export const MeUpdate = z
  .strictObject({ name: PersonName.optional(), timeZone: TimeZone.nullable().optional() })
  .refine((u) => u.name !== undefined || u.timeZone !== undefined, "names nothing to change")
  .meta({ id: "MeUpdate", description: "A time zone of null follows the browser." });
export type MeUpdate = z.output<typeof MeUpdate>;

export const PasswordChange = z
  .strictObject({ currentPassword: z.string().max(500), newPassword: NewPassword })
  .meta({ id: "PasswordChange", description: "The old password and the new one." });
export type PasswordChange = z.output<typeof PasswordChange>;

export const OwnSession = z
  .strictObject({
    id: z.string(),
    current: z.boolean(),
    method: z.string(),
    userAgent: z.string().nullable(),
    createdAt: Timestamp,
    lastSeenAt: Timestamp,
    expiresAt: Timestamp,
  })
  .meta({ id: "OwnSession", description: "One of the caller's sessions." });
export type OwnSession = z.infer<typeof OwnSession>;
export const OwnSessionPage = pageOf(OwnSession).meta({
  id: "OwnSessionPage",
  description: "A page of the caller's sessions.",
});
export const OwnSessionQuery = z.strictObject({ ...pageQuery });
export type OwnSessionQuery = z.output<typeof OwnSessionQuery>;

export const TokenCreate = z
  .strictObject({
    name: displayName(100),
    expiresAt: TimestampInput,
    permissions: z.array(PermissionName).min(1, "must name at least one").optional(),
  })
  .meta({
    id: "PersonalTokenCreate",
    description:
      "Without permissions the token may do all that its person's role allows at the time of use. At most a year.",
  });
export type TokenCreate = z.output<typeof TokenCreate>;

export const PersonalToken = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    permissions: z.array(PermissionName).nullable(),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    lastUsedAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
  })
  .meta({ id: "PersonalToken", description: "A person's access token, without its secret." });
export type PersonalToken = z.infer<typeof PersonalToken>;

export const PersonalTokenCreated = PersonalToken.extend({ token: z.string() }).meta({
  id: "PersonalTokenCreated",
  description: "The token is shown here and never again.",
});
export type PersonalTokenCreated = z.infer<typeof PersonalTokenCreated>;
export const PersonalTokenPage = pageOf(PersonalToken).meta({
  id: "PersonalTokenPage",
  description: "A page of the caller's tokens.",
});

export const OwnIdentity = z
  .strictObject({
    providers: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    linked: z.strictObject({ issuer: z.string(), name: z.string() }).nullable(),
  })
  .meta({
    id: "OwnIdentity",
    description: "The identity providers of this installation, and the one by which the caller can sign in, if any.",
  });
export const LinkIdentity = z.strictObject({ providerId: z.string().max(32) }).meta({
  id: "LinkIdentity",
  description: "Which identity provider the caller is about to sign in at, so as to link it.",
});
export type LinkIdentity = z.output<typeof LinkIdentity>;
export type OwnIdentity = z.infer<typeof OwnIdentity>;
