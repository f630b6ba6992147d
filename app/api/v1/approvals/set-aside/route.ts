import { SetAsideList } from "@/lib/approvals/set-aside.schemas";
import { listSetAside } from "@/lib/approvals/set-aside.views";
import { person } from "@/lib/people/person-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const GET = defineRoute({
  id: "listSetAside",
  summary: "What the caller has set aside, and when it comes back",
  auth: person("action:read"),
  response: SetAsideList,
  handle: ({ caller }) => listSetAside(caller),
});
