import { exportActions } from "@/lib/actions/action-export.views";
import { ActionExportQuery } from "@/lib/actions/action.schemas";
import { requireCaller } from "@/lib/platform/http/authenticators";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

const auth = person("action:read");

export const GET = defineRoute({
  id: "exportActions",
  summary: "All actions that the filters leave, as comma-separated values",
  details:
    "RFC 4180 in UTF-8 with a byte order mark, streamed; the first line names the columns. So that no spreadsheet calculates what an agent or a person wrote, an apostrophe stands before `=`, `+`, `-` and `@` where they begin a cell, a line in it, or what follows a semicolon or a tab, and before a cell that begins with a tab or a line end. The same filters and orders as the list of actions has. Should the caller's access end meanwhile, the file breaks off.",
  auth,
  query: ActionExportQuery,
  weight: "heavy",
  response: "text/csv",
  async handle({ caller, query: { workspace: _named, ...query }, request }) {
    const stands = async () => void (await requireCaller(auth, request));
    return new Reply(exportActions(caller, { ...query, limit: 1 }, stands), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8; header=present",
        "Content-Disposition": `attachment; filename="${caller.workspaceSlug}-actions-${new Date().toISOString().slice(0, 10)}.csv"`,
      },
    });
  },
});
