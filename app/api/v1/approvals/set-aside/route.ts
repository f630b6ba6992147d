import { SetAsideList } from "@/lib/pending/set-aside.schemas";
import { listSetAside } from "@/lib/pending/set-aside.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listSetAside",
  summary: "What the caller has set aside, and when it comes back",
  auth: person("action:read"),
  response: SetAsideList,
  handle: ({ caller }) => listSetAside(caller),
});
