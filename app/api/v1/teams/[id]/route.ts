import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { Team, TeamUpdate } from "@/lib/teams/team.schemas";
import { renameTeam } from "@/lib/teams/team.service";
import { getTeam } from "@/lib/teams/team.views";

export const GET = defineRoute({
  id: "readTeam",
  summary: "Read a team",
  auth: person("person:read"),
  params: IdParams,
  response: Team,
  handle: ({ caller, params }) => getTeam(caller.workspaceId, params.id),
});

export const PATCH = defineRoute({
  id: "renameTeam",
  summary: "Rename a team",
  auth: person("team:manage"),
  params: IdParams,
  body: TeamUpdate,
  example: { name: "Capacity and pricing" },
  response: Team,
  refusals: ["team_name_taken"],
  handle: ({ caller, params, body }) => renameTeam(caller, params.id, body),
});
