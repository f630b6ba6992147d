import { WorkspaceQuery } from "@/lib/audit/audit.schemas";
import { verifierKeyOf } from "@/lib/audit/evidence.views";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readVerifierKey",
  summary: "The verifier key of the log's checkpoints (C2SP vkey)",
  auth: person("audit:read"),
  query: WorkspaceQuery,
  response: "text/plain",
  handle: async ({ caller }) =>
    new Reply(await verifierKeyOf(caller.workspaceId), {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `inline; filename="${caller.workspaceSlug}.vkey"`,
      },
    }),
});
