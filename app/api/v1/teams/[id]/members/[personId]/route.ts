import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { TeamMemberParams } from "@/lib/teams/team.schemas";
import { removeTeamMember } from "@/lib/teams/team.service";

export const DELETE = defineRoute({
  id: "removeMember",
  summary: "Take somebody out of a team",
  auth: person("team:manage"),
  params: TeamMemberParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => removeTeamMember(caller, params.id, params.personId),
});
