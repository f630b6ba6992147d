import { Breaker, BreakerCreate, BreakerPage, BreakerQuery } from "@/lib/breakers/breaker.schemas";
import { createBreaker } from "@/lib/breakers/breaker.service";
import { listBreakers } from "@/lib/breakers/breaker.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listBreakers",
  summary: "List breakers, newest first, with the agents for which they are not closed",
  auth: person("stop:read"),
  query: BreakerQuery,
  response: BreakerPage,
  handle: ({ caller, query }) => listBreakers(caller.workspaceId, query),
});

export const POST = defineRoute({
  id: "makeBreaker",
  summary: "Make a breaker; a rule that could never trip is refused",
  auth: person("breaker:manage"),
  body: BreakerCreate,
  example: {
    name: "Payments that fail",
    scope: { type: "kind", id: "finance" },
    rule: { type: "failure_rate", windowSeconds: 300, minimum: 5, above: 0.5 },
    response: "stop",
    recovery: { afterSeconds: 300, probes: 3 },
  },
  response: Breaker,
  status: 201,
  refusals: ["name_taken", "too_many_breakers", "out_of_bounds", "unknown_scope"],
  handle: ({ caller, body }) => createBreaker(caller, body),
});
