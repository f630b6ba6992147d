import { listActions } from "@/lib/actions/action-list.views";
import { weightOf } from "@/lib/actions/action-query.rules";
import { Action, ActionPage, ActionQuery, ActionRequest } from "@/lib/actions/action.schemas";
import { getAction } from "@/lib/actions/action.views";
import { preferredWaitSeconds, readUntilDecided } from "@/lib/actions/wait.service";
import { askOne, pendingIn } from "@/lib/gate/ask.service";
import { agent, agentAtEpoch } from "@/lib/keys/agent-auth.service";
import { either } from "@/lib/platform/http/authenticators";
import { defineRoute } from "@/lib/platform/http/define-route";
import { rawJson } from "@/lib/platform/http/raw-json";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listActions",
  summary: "List actions: an agent its own, a person the workspace's",
  auth: either(agent("actions:read"), person("action:read")),
  query: ActionQuery,
  weight: weightOf,
  response: ActionPage,
  handle: ({ caller, query }) => listActions(caller, query),
});

export const POST = defineRoute({
  id: "askForAction",
  summary: "Ask to act",
  auth: agentAtEpoch("actions:write"),
  body: ActionRequest,
  example: {
    action: "allocate_budget",
    resource: { type: "budget", id: "emea-q3" },
    parameters: { team: "emea", amount: 12000, currency: "EUR" },
    confidence: 0.91,
    reasoning: { summary: "The quarter is half over and two thirds are spent." },
  },
  response: Action,
  status: 201,
  waits: true,
  refusals: ["invalid_parameters", "parameters_too_large", "run_not_active", "throttled"],
  idempotency: "own",
  async handle({ caller, body, request, once }) {
    const answer = await askOne(caller, body, once);
    const headers: Record<string, string> = answer.replayed ? { "Idempotent-Replayed": "true" } : {};
    const seconds = preferredWaitSeconds(request);
    const pendingId = seconds === 0 ? undefined : pendingIn(answer);
    if (pendingId === undefined) return rawJson(answer.status, answer.body, headers);
    const action = await readUntilDecided(pendingId, seconds, request.signal, () =>
      getAction(caller.workspaceId, pendingId),
    );
    return rawJson(201, JSON.stringify(action), { ...headers, "Preference-Applied": `wait=${seconds}` });
  },
});
