import { AuditPage, AuditQuery } from "@/lib/audit/audit.schemas";
import { searchEntries } from "@/lib/audit/audit.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "searchEntries",
  summary: "Search the audit log, newest first unless the other order is asked for",
  auth: person("audit:read"),
  query: AuditQuery,
  weight: "heavy",
  response: AuditPage,
  handle: ({ caller, query }) => searchEntries(caller.workspaceId, query),
});
