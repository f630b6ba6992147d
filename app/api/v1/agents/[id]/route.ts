import { AgentDetail, AgentUpdate } from "@/lib/agents/agent.schemas";
import { updateAgent } from "@/lib/agents/agent.service";
import { getAgent } from "@/lib/agents/agent.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readAgent",
  summary: "Read an agent and its keys",
  auth: person("agent:read"),
  params: IdParams,
  response: AgentDetail,
  handle: ({ caller, params }) => getAgent(caller.workspaceId, params.id),
});

export const PATCH = defineRoute({
  id: "changeAgent",
  summary: "Change an agent",
  auth: person("agent:manage"),
  params: IdParams,
  body: AgentUpdate,
  example: { status: "paused", reason: "Waits for its new tools." },
  response: AgentDetail,
  refusals: ["name_taken", "unknown_team", "agent_retired"],
  handle: ({ caller, params, body }) => updateAgent(caller, params.id, body),
});
