import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { Team, TeamMemberAdd } from "@/lib/teams/team.schemas";
import { addTeamMember } from "@/lib/teams/team.service";

export const POST = defineRoute({
  id: "addMember",
  summary: "Put somebody into a team",
  auth: person("team:manage"),
  params: IdParams,
  body: TeamMemberAdd,
  example: { personId: "psn_01h455vb4pex5vsknk084sn02q" },
  response: Team,
  refusals: ["unknown_person"],
  handle: ({ caller, params, body }) => addTeamMember(caller, params.id, body.personId),
});
