import { ConsistencyQuery } from "@/lib/audit/audit.schemas";
import { consistencyProof } from "@/lib/audit/evidence.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "proveConsistency",
  summary: "Proof that the log of one size begins with the log of a smaller one: base64 hashes, one per line",
  auth: person("audit:read"),
  query: ConsistencyQuery,
  weight: "heavy",
  response: "text/plain",
  handle: ({ caller, query }) => consistencyProof(caller.workspaceId, query.from, query.to),
});
