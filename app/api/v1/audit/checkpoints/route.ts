import { AuditCheckpointPage, AuditCheckpointQuery } from "@/lib/audit/audit.schemas";
import { listCheckpoints } from "@/lib/audit/audit.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listCheckpoints",
  summary: "All signed checkpoints, newest first",
  auth: person("audit:read"),
  query: AuditCheckpointQuery,
  response: AuditCheckpointPage,
  handle: ({ caller, query }) => listCheckpoints(caller.workspaceId, query),
});
