import { ActionQuery } from "@/lib/actions/action.schemas";
import { ApprovalsSummary } from "@/lib/approvals/approval.schemas";
import { approvalsSummary } from "@/lib/approvals/approval.views";
import { TimestampInput } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

const narrowing = ActionQuery.pick({ zone: true, agentFamily: true, kind: true, action: true, q: true });

export const GET = defineRoute({
  id: "readApprovalsSummary",
  summary:
    "What waits for a person, and what was decided since a moment (default: 24 hours ago), of all or of what is narrowed to",
  auth: person("action:read"),
  query: narrowing.extend({
    since: TimestampInput.optional().describe("From when on decisions are counted; 24 hours ago unless given."),
  }),
  weight: ({ q }) => (q === undefined ? undefined : "heavy"),
  response: ApprovalsSummary,
  handle: ({ caller, query: { since, ...narrowed } }) =>
    approvalsSummary(caller, since ?? new Date(Date.now() - 86_400_000), narrowed),
});
