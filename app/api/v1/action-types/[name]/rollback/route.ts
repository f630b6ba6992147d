import { ActionTypeRollback, ChangedActionType, NameParams } from "@/lib/catalog/action-type.schemas";
import { rollBackActionType } from "@/lib/catalog/change-type.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "rollBackActionType",
  summary: "Bring a former version of an action type back, as a new version",
  auth: person("catalog:manage"),
  params: NameParams,
  body: ActionTypeRollback,
  example: { version: 2, reason: "The higher maximum let refunds through that nobody had looked at." },
  response: ChangedActionType,
  refusals: ["stale_version", "nothing_to_change", "proposal_required", "invalid_schema"],
  handle: ({ caller, params, body }) => rollBackActionType(caller, params.name, body),
});
