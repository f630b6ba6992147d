import { AuditEntryDetail, SeqParams } from "@/lib/audit/audit.schemas";
import { getEntry } from "@/lib/audit/audit.views";
import { person } from "@/lib/people/person-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const GET = defineRoute({
  id: "readEntry",
  summary: "One audit entry, with the texts kept outside the log",
  auth: person("audit:read"),
  params: SeqParams,
  response: AuditEntryDetail,
  handle: ({ caller, params }) => getEntry(caller.workspaceId, params.seq),
});
