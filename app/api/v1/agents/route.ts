import { AgentCreate, AgentDetail, AgentPage, AgentQuery } from "@/lib/agents/agent.schemas";
import { createAgent } from "@/lib/agents/agent.service";
import { listAgents } from "@/lib/agents/agent.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listAgents",
  summary: "List agents, by name unless another order is asked for",
  auth: person("agent:read"),
  query: AgentQuery,
  weight: ({ q }) => (q === undefined ? undefined : "heavy"),
  response: AgentPage,
  handle: ({ caller, query }) => listAgents(caller.workspaceId, query),
});

export const POST = defineRoute({
  id: "registerAgent",
  summary: "Register an agent",
  auth: person("agent:manage"),
  body: AgentCreate,
  example: { name: "budget-bot", kind: "finance", description: "Keeps quarterly budgets." },
  response: AgentDetail,
  status: 201,
  refusals: ["name_taken", "unknown_team", "unknown_parent"],
  handle: ({ caller, body }) => createAgent(caller, body),
});
