import { SeqParams, WorkspaceQuery } from "@/lib/audit/audit.schemas";
import { leafOf } from "@/lib/audit/audit.views";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readLeaf",
  summary: "The exact bytes of an entry, as they are hashed into the log",
  auth: person("audit:read"),
  params: SeqParams,
  query: WorkspaceQuery,
  response: "application/octet-stream",
  handle: async ({ caller, params }) =>
    new Reply(await leafOf(caller.workspaceId, params.seq), {
      headers: { "Content-Disposition": `attachment; filename="entry-${params.seq}.json"` },
    }),
});
