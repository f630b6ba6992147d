import { ActionType, ActionTypeCreate, ActionTypePage, ActionTypeQuery } from "@/lib/catalog/action-type.schemas";
import { listActionTypes } from "@/lib/catalog/action-type.views";
import { createActionType } from "@/lib/catalog/catalog.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listActionTypes",
  summary: "List the catalog, by name unless another order is asked for",
  auth: person("catalog:read"),
  query: ActionTypeQuery,
  weight: ({ q }) => (q === undefined ? undefined : "heavy"),
  response: ActionTypePage,
  handle: ({ caller, query }) => listActionTypes(caller.workspaceId, query),
});

export const POST = defineRoute({
  id: "addActionType",
  summary: "Add an action type to the catalog",
  auth: person("catalog:manage"),
  body: ActionTypeCreate,
  example: {
    name: "allocate_budget",
    zone: "red",
    sentence: "Allocate {amount} {currency} to {team}",
    parametersSchema: {
      type: "object",
      properties: { team: { type: "string" }, amount: { type: "number", minimum: 0 }, currency: { type: "string" } },
      required: ["team", "amount", "currency"],
    },
  },
  response: ActionType,
  status: 201,
  refusals: ["name_taken", "proposal_required", "invalid_schema"],
  handle: ({ caller, body }) => createActionType(caller, body),
});
