import { z } from "zod";
import { agent } from "@/lib/agents/agent-auth.service";
import { person } from "@/lib/people/person-auth.service";
import { clientAddress } from "@/lib/platform/auth/client-address";
import { either } from "@/lib/platform/http/authenticators";
import { defineRoute } from "@/lib/platform/http/define-route";
import { decidedSince } from "@/lib/gate/decided-since.views";
import { eventStream } from "@/lib/platform/events/stream";
import { eventTable } from "@/lib/platform/events/stream-events.rules";
import { takeStreamPlace } from "@/lib/platform/events/stream-places";

const auth = either(agent("actions:read"), person("workspace:read"));

export const GET = defineRoute({
  id: "openStream",
  summary: "Server-sent events: action.decided, stop.changed and, for people, every change; heartbeat at least every 5 s",
  details: `An event says that something changed; whoever hears it reads again. Every event has an id: sent back as \`Last-Event-ID\`, it brings what was missed.\n\n${eventTable()}`,
  auth,
  // A browser's EventSource sends no headers of our own.
  query: z.strictObject({ workspace: z.string().optional().describe("The slug of the workspace: a browser's EventSource sends no headers of ours.") }),
  response: "text/event-stream",
  refusals: ["too_many_streams"],
  async handle({ caller, request }) {
    const leave = takeStreamPlace(caller.kind === "agent" ? caller.keyId : caller.personId, clientAddress(request.headers));
    return eventStream(request, {
      listener: caller.kind === "agent" ? { workspaceId: caller.workspaceId, agentId: caller.agentId } : { workspaceId: caller.workspaceId },
      stillAllowed: async () => (await auth.authenticate(request)) !== undefined,
      onEnd: leave,
      ...(caller.kind === "agent" ? { missed: (since: Date) => decidedSince(caller, since) } : {}),
    });
  },
});
