import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { Team, TeamCreate, TeamPage, TeamQuery } from "@/lib/teams/team.schemas";
import { createTeam } from "@/lib/teams/team.service";
import { listTeams } from "@/lib/teams/team.views";

export const GET = defineRoute({
  id: "listTeams",
  summary: "List teams by name, with their members",
  auth: person("person:read"),
  query: TeamQuery,
  response: TeamPage,
  handle: ({ caller, query }) => listTeams(caller.workspaceId, query),
});

export const POST = defineRoute({
  id: "makeTeam",
  summary: "Make a team",
  auth: person("team:manage"),
  body: TeamCreate,
  example: { name: "Capacity" },
  response: Team,
  status: 201,
  refusals: ["team_name_taken", "unknown_person"],
  handle: ({ caller, body }) => createTeam(caller, body),
});
