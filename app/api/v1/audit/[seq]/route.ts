import { AuditEntryDetail, SeqParams } from "@/lib/audit/audit.schemas";
import { getEntry } from "@/lib/audit/audit.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readEntry",
  summary: "One audit entry, with the texts kept outside the log",
  auth: person("audit:read"),
  params: SeqParams,
  response: AuditEntryDetail,
  handle: ({ caller, params }) => getEntry(caller.workspaceId, params.seq),
});
