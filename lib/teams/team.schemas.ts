import { z } from "zod";
import { displayName, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";

const TeamName = displayName(80);

export const TeamCreate = z
  .strictObject({ name: TeamName, memberIds: z.array(z.string().max(100)).max(200).default([]) })
  .meta({ id: "TeamCreate", description: "A new team." });
export type TeamCreate = z.output<typeof TeamCreate>;

export const TeamUpdate = z
  .strictObject({ name: TeamName })
  .meta({ id: "TeamUpdate", description: "A team's new name." });
export type TeamUpdate = z.output<typeof TeamUpdate>;

export const TeamMemberAdd = z
  .strictObject({ personId: z.string().max(100) })
  .meta({ id: "TeamMemberAdd", description: "Who joins the team." });
export const TeamMemberParams = z.strictObject({
  id: z.string().max(100).describe("The team's id."),
  personId: z.string().max(100).describe("The person's id."),
});

export const Team = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    members: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    createdAt: Timestamp,
  })
  .meta({ id: "Team", description: "People who own agents together." });
export type Team = z.infer<typeof Team>;

export const TeamPage = pageOf(Team).meta({ id: "TeamPage", description: "A page of teams." });
export const TeamQuery = z.strictObject({ ...pageQuery });
export type TeamQuery = z.output<typeof TeamQuery>;
