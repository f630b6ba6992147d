import { ActionTypeVersion, VersionParams } from "@/lib/catalog/action-type.schemas";
import { getActionTypeVersion } from "@/lib/catalog/type-history.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readActionTypeVersion",
  summary: "Read an action type as it was at a version",
  auth: person("catalog:read"),
  params: VersionParams,
  response: ActionTypeVersion,
  handle: ({ caller, params }) => getActionTypeVersion(caller.workspaceId, params.name, params.version),
});
