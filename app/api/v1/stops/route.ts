import { agent } from "@/lib/keys/agent-auth.service";
import { either } from "@/lib/platform/http/authenticators";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { StopNow, StopPage, StopPull, StopQuery } from "@/lib/stops/stop.schemas";
import { pullStop } from "@/lib/stops/stop.service";
import { listStops } from "@/lib/stops/stop.views";

export const GET = defineRoute({
  id: "listStops",
  summary:
    "List stops, newest first: an agent those that can cover what it asks; with actionId those that cover that action",
  auth: either(agent("actions:read"), person("stop:read")),
  query: StopQuery,
  lane: "stop",
  response: StopPage,
  handle: ({ caller, query }) => listStops(caller, query),
});

export const POST = defineRoute({
  id: "pullStop",
  summary:
    "Pull a stop: once answered, nothing in its scope is allowed on any instance; `matches` says what that is now. A pulled one is given as it is (200)",
  auth: either(agent("stops:write"), person("stop:pull")),
  body: StopPull,
  example: { scope: { type: "kind", id: "finance" }, reason: "Payments go to the wrong account." },
  lane: "stop",
  response: StopNow,
  status: 201,
  also: { 200: "It is pulled already, and given as it is." },
  refusals: ["not_own_scope", "run_over", "unknown_scope"],
  async handle({ caller, body }) {
    const { stop, pulled } = await pullStop(caller, body);
    return new Reply(stop, { status: pulled ? 201 : 200 });
  },
});
