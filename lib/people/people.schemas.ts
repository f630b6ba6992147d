import { z } from "zod";
import { displayName, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { roles } from "@/lib/platform/permissions.rules";
import { isDemoPassword } from "@/lib/sessions/sign-in.rules";
import { emailKey, maxPasswordLength, minPasswordLength, personStatuses } from "./people.rules";
import { personSorts } from "./person-sorts.rules";

export const RoleName = z.enum(roles).meta({ id: "Role", description: "A person's role in the workspace." });
export const Email = z
  .email("must be an e-mail address")
  .max(200)
  .transform(emailKey)
  .meta({ id: "Email", description: "Kept in lower case." });
export const PersonName = displayName(100);
export const NewPassword = z
  .string()
  .min(minPasswordLength, `must have at least ${minPasswordLength} characters`)
  .max(maxPasswordLength, `may have at most ${maxPasswordLength} characters`)
  .refine((password) => !isDemoPassword(password), "is the password of the demo, which everybody knows");

export const TeamRef = z
  .strictObject({ id: z.string(), name: z.string() })
  .meta({ id: "TeamRef", description: "A team, in brief." });
export type TeamRef = z.infer<typeof TeamRef>;

export const Person = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: RoleName,
    /** The identity provider whose groups decide on the role; null where people do. */
    roleFrom: z.string().nullable(),
    status: z.enum(personStatuses),
    teams: z.array(TeamRef),
    joinedAt: Timestamp,
    lastSeenAt: Timestamp.nullable(),
    openSessions: z.number().int(),
  })
  .meta({ id: "Person", description: "A member of the workspace." });
export type Person = z.infer<typeof Person>;

export const PersonPage = pageOf(Person).meta({ id: "PersonPage", description: "A page of people." });
export const PersonQuery = z.strictObject({
  ...pageQuery,
  q: z.string().trim().max(100).optional().describe("Words in the name or the address."),
  role: RoleName.optional().describe("Of this role."),
  status: z.enum(personStatuses).optional().describe("Of this status."),
  teamId: z.string().max(100).optional().describe("Of this team."),
  sort: z
    .enum(personSorts.names)
    .optional()
    .describe("name_a_to_z unless told otherwise. Who was never seen comes last."),
});
export type PersonQuery = z.output<typeof PersonQuery>;

export const PersonUpdate = z
  .strictObject({ role: RoleName.optional(), status: z.enum(personStatuses).optional() })
  .refine((u) => (u.role === undefined) !== (u.status === undefined), "names either a role or a status")
  .meta({ id: "PersonUpdate", description: "What to change of a membership." });
export type PersonUpdate = z.output<typeof PersonUpdate>;

export const SessionsEnded = z.strictObject({ ended: z.number().int(), tokensEnded: z.number().int() }).meta({
  id: "SessionsEnded",
  description: "How many sessions and how many personal access tokens were open and are ended now.",
});
export type SessionsEnded = z.infer<typeof SessionsEnded>;

export const PersonTokenParams = z.strictObject({
  id: z.string().min(1).max(100).describe("The person's id."),
  tokenId: z.string().min(1).max(100).describe("The token's id."),
});
