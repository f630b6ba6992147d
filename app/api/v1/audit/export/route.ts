import { WorkspaceQuery } from "@/lib/audit/audit.schemas";
import { exportLog } from "@/lib/audit/evidence.views";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "exportLog",
  summary: "The whole log up to its newest checkpoint, for signalbox-verify",
  auth: person("audit:read"),
  query: WorkspaceQuery,
  weight: "heavy",
  response: "text/plain",
  handle: async ({ caller }) =>
    new Reply(await exportLog(caller.workspaceId), {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename="${caller.workspaceSlug}.signalbox-log"`,
      },
    }),
});
