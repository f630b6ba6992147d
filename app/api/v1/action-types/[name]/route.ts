import { ActionType, ActionTypeUpdate, ChangedActionType, NameParams } from "@/lib/catalog/action-type.schemas";
import { getActionType } from "@/lib/catalog/action-type.views";
import { updateActionType } from "@/lib/catalog/change-type.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readActionType",
  summary: "Read an action type",
  auth: person("catalog:read"),
  params: NameParams,
  response: ActionType,
  handle: ({ caller, params }) => getActionType(caller.workspaceId, params.name),
});

export const PATCH = defineRoute({
  id: "changeActionType",
  summary: "Change an action type",
  auth: person("catalog:manage"),
  params: NameParams,
  body: ActionTypeUpdate,
  example: { zone: "red", ifVersion: 3 },
  response: ChangedActionType,
  refusals: ["stale_version", "proposal_required", "invalid_schema"],
  handle: ({ caller, params, body }) => updateActionType(caller, params.name, body),
});
