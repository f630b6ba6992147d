import { agentStanding } from "@/lib/agents/agent-standing.views";
import { AgentStanding } from "@/lib/agents/agent.schemas";
import { agent } from "@/lib/keys/agent-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const GET = defineRoute({
  id: "getOwnAgent",
  summary: "The agent that the key belongs to, and whether it may act now",
  auth: agent("actions:read"),
  response: AgentStanding,
  handle: ({ caller }) => agentStanding(caller),
});
