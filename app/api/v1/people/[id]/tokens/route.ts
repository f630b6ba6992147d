import { OwnSessionQuery, PersonalTokenPage } from "@/lib/people/account.schemas";
import { listTokensOf } from "@/lib/people/account.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listPersonTokens",
  summary: "List the access tokens that a member has for this workspace, newest first",
  auth: person("person:manage"),
  params: IdParams,
  query: OwnSessionQuery,
  response: PersonalTokenPage,
  handle: ({ caller, params, query }) => listTokensOf(caller.workspaceId, params.id, query),
});
