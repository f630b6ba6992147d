import { Action } from "@/lib/actions/action.schemas";
import { getAction } from "@/lib/actions/action.views";
import { preferredWaitSeconds, readUntilDecided } from "@/lib/actions/wait.service";
import { agent } from "@/lib/keys/agent-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { either } from "@/lib/platform/http/authenticators";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readAction",
  summary: "One action; with Prefer: wait=N the answer is held until it is no longer pending",
  auth: either(agent("actions:read"), person("action:read")),
  params: IdParams,
  response: Action,
  waits: true,
  async handle({ caller, params, request }) {
    const seconds = preferredWaitSeconds(request);
    const read = () =>
      caller.kind === "agent"
        ? getAction(caller.workspaceId, params.id, caller.agentId, caller.runId)
        : getAction(caller.workspaceId, params.id);
    if (seconds === 0) return read();
    const action = await readUntilDecided(params.id, seconds, request.signal, read);
    return new Reply(action, { headers: { "Preference-Applied": `wait=${seconds}` } });
  },
});
