import { NameParams } from "@/lib/catalog/action-type.schemas";
import { listTypeVersions } from "@/lib/catalog/type-history.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { VersionPage, VersionQuery } from "@/lib/versions/version.schemas";

export const GET = defineRoute({
  id: "listActionTypeVersions",
  summary: "List the versions of an action type, newest first",
  auth: person("catalog:read"),
  params: NameParams,
  query: VersionQuery,
  response: VersionPage,
  handle: ({ caller, params, query }) => listTypeVersions(caller.workspaceId, params.name, query),
});
