import { SavedView, SavedViewCreate, SavedViewPage, SavedViewQuery } from "@/lib/approvals/saved-view.schemas";
import { saveView } from "@/lib/approvals/saved-view.service";
import { listSavedViews } from "@/lib/approvals/saved-view.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listViews",
  summary: "List the caller's own saved views of the approvals queue, or of the page of all actions, by name",
  auth: person("action:read"),
  query: SavedViewQuery,
  response: SavedViewPage,
  handle: ({ caller, query }) => listSavedViews(caller, query),
});

export const POST = defineRoute({
  id: "saveView",
  summary:
    "Save a view of the approvals queue or of the page of all actions for the caller, under a name; at most 50 of each",
  auth: person("action:read"),
  body: SavedViewCreate,
  example: { name: "Red in finance", filters: { view: "all", zones: ["red"], kind: "finance" } },
  response: SavedView,
  status: 201,
  refusals: ["name_taken", "too_many_saved_views"],
  handle: ({ caller, body }) => saveView(caller, body),
});
