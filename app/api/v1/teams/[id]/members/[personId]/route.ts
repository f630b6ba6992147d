import { person } from "@/lib/people/person-auth.service";
import { TeamMemberParams } from "@/lib/people/team.schemas";
import { removeTeamMember } from "@/lib/people/team.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const DELETE = defineRoute({
  id: "removeMember",
  summary: "Take somebody out of a team",
  auth: person("team:manage"),
  params: TeamMemberParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => removeTeamMember(caller, params.id, params.personId),
});
