import { WorkspacePresence } from "@/lib/approvals/approval.schemas";
import { everyoneLooking } from "@/lib/approvals/presence.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listPresence",
  summary: "Which held actions the caller's colleagues have open",
  auth: person("action:read"),
  response: WorkspacePresence,
  handle: ({ caller }) => Promise.resolve(everyoneLooking(caller)),
});
