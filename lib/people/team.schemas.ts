import { z } from "zod";
import { pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";

const TeamName = z.string().trim().min(1, "must not be empty").max(80);

export const TeamCreate = z
  .strictObject({ name: TeamName, memberIds: z.array(z.string().max(100)).max(200).default([]) })
  .meta({ id: "TeamCreate" });
export type TeamCreate = z.output<typeof TeamCreate>;

export const TeamUpdate = z.strictObject({ name: TeamName }).meta({ id: "TeamUpdate" });
export type TeamUpdate = z.output<typeof TeamUpdate>;

export const TeamMemberAdd = z.strictObject({ personId: z.string().max(100) }).meta({ id: "TeamMemberAdd" });
export const TeamMemberParams = z.strictObject({ id: z.string().max(100), personId: z.string().max(100) });

export const Team = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    members: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    createdAt: Timestamp,
  })
  .meta({ id: "Team", description: "People who own agents together." });
export type Team = z.infer<typeof Team>;

export const TeamPage = pageOf(Team).meta({ id: "TeamPage" });
export const TeamQuery = z.strictObject({ ...pageQuery });
export type TeamQuery = z.output<typeof TeamQuery>;
