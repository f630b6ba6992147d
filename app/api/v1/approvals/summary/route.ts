import { z } from "zod";
import { ApprovalsSummary } from "@/lib/approvals/approval.schemas";
import { approvalsSummary } from "@/lib/approvals/approval.views";
import { person } from "@/lib/people/person-auth.service";
import { TimestampInput } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

export const GET = defineRoute({
  id: "readApprovalsSummary",
  summary: "What waits for a person, and what was decided since a moment (default: 24 hours ago)",
  auth: person("action:read"),
  query: z.strictObject({ since: TimestampInput.optional().describe("From when on decisions are counted; 24 hours ago unless given.") }),
  response: ApprovalsSummary,
  handle: ({ caller, query }) => approvalsSummary(caller, query.since ?? new Date(Date.now() - 86_400_000)),
});
