import { z } from "zod";
import { decidedSince } from "@/lib/actions/decided-since.views";
import { runReachesAction } from "@/lib/actions/run-reach.views";
import { changedSince } from "@/lib/audit/changed-since.views";
import { questionedSince } from "@/lib/discussion/questioned-since.views";
import { agent } from "@/lib/keys/agent-auth.service";
import { keyStands } from "@/lib/keys/key-standing.service";
import { eventStream } from "@/lib/platform/events/stream";
import { eventTable } from "@/lib/platform/events/stream-events.rules";
import { takeStreamPlace } from "@/lib/platform/events/stream-places";
import { either } from "@/lib/platform/http/authenticators";
import type { AgentCaller, PersonCaller } from "@/lib/platform/http/caller";
import { clientAddress } from "@/lib/platform/http/client-address";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { sessionStands } from "@/lib/sessions/session-standing.service";

const auth = either(agent("actions:read"), person("workspace:read"));

/** Whose stream it is, and what asks whether their credential is still good; for a personal token that is everything a request is asked. */
function standingOf(caller: AgentCaller | PersonCaller, stillAllowed: () => Promise<boolean>) {
  const { workspaceId } = caller;
  if (caller.kind === "person") {
    const { sessionId, personId } = caller;
    return {
      listener: { workspaceId, personId },
      stands: sessionId === undefined ? stillAllowed : () => sessionStands(sessionId, workspaceId),
      missed: (since: Date) => changedSince(workspaceId, since),
    };
  }
  const { agentId, runId } = caller;
  return {
    listener: { workspaceId, agentId },
    stands: () => keyStands(caller),
    missed: async (since: Date) =>
      (await Promise.all([decidedSince(caller, since), questionedSince(caller, since)])).flat(),
    ...(runId === undefined ? {} : { reaches: (actionId: string) => runReachesAction(runId, actionId) }),
  };
}

export const GET = defineRoute({
  id: "openStream",
  summary:
    "Server-sent events: action.decided, action.questioned, stop.changed and, for people, every change; heartbeat at least every 5 s",
  details: `An event says that something changed; whoever hears it reads again. Every event has an id: sent back as \`Last-Event-ID\`, it brings what was missed. Before every heartbeat the key, token or session is asked about: one that is no longer good loses its stream. With the token of a run only decisions and questions of that run and of those under it are told.\n\n${eventTable()}`,
  auth,
  // A browser's EventSource sends no headers of our own.
  query: z.strictObject({
    workspace: z
      .string()
      .optional()
      .describe("The slug of the workspace: a browser's EventSource sends no headers of ours."),
  }),
  response: "text/event-stream",
  refusals: ["too_many_streams"],
  async handle({ caller, request }) {
    const leave = takeStreamPlace(
      caller.kind === "agent" ? caller.keyId : caller.personId,
      clientAddress(request.headers),
    );
    const stillAllowed = async () => (await auth.authenticate(request)) !== undefined;
    return eventStream(request, { ...standingOf(caller, stillAllowed), stillAllowed, onEnd: leave });
  },
});
