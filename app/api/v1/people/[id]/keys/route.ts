import { MadeKeyPage, MadeKeyQuery } from "@/lib/agents/agent.schemas";
import { listKeysMadeBy } from "@/lib/agents/made-keys.views";
import { person } from "@/lib/people/person-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

export const GET = defineRoute({
  id: "listPersonKeys",
  summary: "List the agents' keys that a member made and that work now, newest first",
  auth: person("person:manage"),
  params: IdParams,
  query: MadeKeyQuery,
  response: MadeKeyPage,
  handle: ({ caller, params, query }) => listKeysMadeBy(caller.workspaceId, params.id, query),
});
