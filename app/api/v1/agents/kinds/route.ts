import { AgentKinds } from "@/lib/agents/agent.schemas";
import { listKinds } from "@/lib/agents/agent.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listKinds",
  summary: "List the kinds of agent in use",
  auth: person("agent:read"),
  response: AgentKinds,
  handle: ({ caller }) => listKinds(caller.workspaceId),
});
