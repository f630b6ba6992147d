import { changeRole, setActive } from "@/lib/people/membership.service";
import { Person, PersonUpdate } from "@/lib/people/people.schemas";
import { getPerson } from "@/lib/people/people.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readPerson",
  summary: "Read one member of the workspace",
  auth: person("person:read"),
  params: IdParams,
  response: Person,
  handle: ({ caller, params }) => getPerson(caller.workspaceId, params.id),
});

export const PATCH = defineRoute({
  id: "changeMembership",
  summary: "Change somebody's role, deactivate or reactivate them; it holds from their next request on",
  auth: person("person:manage"),
  params: IdParams,
  body: PersonUpdate,
  example: { role: "governance" },
  response: Person,
  refusals: ["own_role", "role_from_group", "deactivated"],
  async handle({ caller, params, body }) {
    if (body.role) await changeRole(caller, params.id, body.role);
    if (body.status) await setActive(caller, params.id, body.status === "active");
    return getPerson(caller.workspaceId, params.id);
  },
});
