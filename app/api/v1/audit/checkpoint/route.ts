import { WorkspaceQuery } from "@/lib/audit/audit.schemas";
import { latestCheckpoint } from "@/lib/audit/evidence.views";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readCheckpoint",
  summary: "The newest signed checkpoint (C2SP signed note)",
  auth: person("audit:read"),
  query: WorkspaceQuery,
  response: "text/plain",
  handle: async ({ caller }) =>
    new Reply(await latestCheckpoint(caller.workspaceId), {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `inline; filename="${caller.workspaceSlug}.checkpoint"`,
      },
    }),
});
