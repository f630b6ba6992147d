import { SeqParams, WorkspaceQuery } from "@/lib/audit/audit.schemas";
import { proofOf } from "@/lib/audit/evidence.views";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "proveEntry",
  summary: "Proof that an entry is in the signed log (c2sp.org/tlog-proof@v1)",
  auth: person("audit:read"),
  params: SeqParams,
  query: WorkspaceQuery,
  weight: "heavy",
  response: "text/plain",
  refusals: ["not_signed_yet"],
  handle: async ({ caller, params }) =>
    new Reply(await proofOf(caller.workspaceId, params.seq), {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `inline; filename="entry-${params.seq}.tlog-proof"`,
      },
    }),
});
