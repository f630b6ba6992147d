import { agent } from "@/lib/agents/agent-auth.service";
import { AgentStanding } from "@/lib/agents/agent.schemas";
import { agentStanding } from "@/lib/agents/agent-standing.views";
import { defineRoute } from "@/lib/platform/http/define-route";

export const GET = defineRoute({
  id: "getOwnAgent",
  summary: "The agent that the key belongs to, and whether it may act now",
  auth: agent("actions:read"),
  response: AgentStanding,
  handle: ({ caller }) => agentStanding(caller),
});
