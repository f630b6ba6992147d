import { MadeKeyPage, MadeKeyQuery } from "@/lib/keys/key.schemas";
import { listKeysMadeBy } from "@/lib/keys/made-keys.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listPersonKeys",
  summary: "List the agents' keys that a member made and that work now, newest first",
  auth: person("person:manage"),
  params: IdParams,
  query: MadeKeyQuery,
  response: MadeKeyPage,
  handle: ({ caller, params, query }) => listKeysMadeBy(caller.workspaceId, params.id, query),
});
