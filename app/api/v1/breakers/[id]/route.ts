import { Breaker, BreakerUpdate } from "@/lib/breakers/breaker.schemas";
import { deleteBreaker, updateBreaker } from "@/lib/breakers/breaker.service";
import { getBreaker } from "@/lib/breakers/breaker.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "getBreaker",
  summary: "Read a breaker, with the agents for which it is not closed",
  auth: person("stop:read"),
  params: IdParams,
  response: Breaker,
  handle: ({ caller, params }) => getBreaker(caller.workspaceId, params.id),
});

export const PATCH = defineRoute({
  id: "updateBreaker",
  summary:
    "Change a breaker; switched off, it is closed for every agent, and its stops stay until somebody re-arms them",
  auth: person("breaker:manage"),
  params: IdParams,
  body: BreakerUpdate,
  example: { response: "report" },
  response: Breaker,
  refusals: ["name_taken", "out_of_bounds"],
  handle: ({ caller, params, body }) => updateBreaker(caller, params.id, body),
});

export const DELETE = defineRoute({
  id: "deleteBreaker",
  summary: "Delete a breaker; its stops stay until somebody re-arms them",
  auth: person("breaker:manage"),
  params: IdParams,
  response: "none",
  status: 204,
  handle: ({ caller, params }) => deleteBreaker(caller, params.id),
});
