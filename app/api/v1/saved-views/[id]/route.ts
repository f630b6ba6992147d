import { SavedView, SavedViewUpdate } from "@/lib/approvals/saved-view.schemas";
import { deleteView, renameView } from "@/lib/approvals/saved-view.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const PATCH = defineRoute({
  id: "renameView",
  summary: "Rename one of the caller's own saved views",
  auth: person("action:read"),
  params: IdParams,
  body: SavedViewUpdate,
  example: { name: "Red, finance" },
  response: SavedView,
  refusals: ["name_taken"],
  handle: ({ caller, params, body }) => renameView(caller, params.id, body),
});

export const DELETE = defineRoute({
  id: "deleteView",
  summary: "Delete one of the caller's own saved views",
  auth: person("action:read"),
  params: IdParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => deleteView(caller, params.id),
});
