import { AgentKinds } from "@/lib/agents/agent.schemas";
import { listKinds } from "@/lib/agents/agent.views";
import { person } from "@/lib/people/person-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const GET = defineRoute({
  id: "listKinds",
  summary: "List the kinds of agent in use",
  auth: person("agent:read"),
  response: AgentKinds,
  handle: ({ caller }) => listKinds(caller.workspaceId),
});
