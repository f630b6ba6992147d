import { PersonPage, PersonQuery } from "@/lib/people/people.schemas";
import { listPeople } from "@/lib/people/people.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listPeople",
  summary: "List the workspace's people, by name unless another order is asked for",
  auth: person("person:read"),
  query: PersonQuery,
  weight: ({ q }) => (q === undefined ? undefined : "heavy"),
  response: PersonPage,
  handle: ({ caller, query }) => listPeople(caller.workspaceId, query),
});
