import { Breaker, BreakerReset } from "@/lib/breakers/breaker.schemas";
import { resetBreaker } from "@/lib/breakers/reset.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "resetBreaker",
  summary:
    "Close a breaker for every agent and re-arm the stops that it pulled; what happened before does not count again",
  auth: person("stop:rearm"),
  params: IdParams,
  body: BreakerReset,
  example: { reason: "The account is corrected and checked." },
  response: Breaker,
  refusals: ["not_open"],
  handle: ({ caller, params, body }) => resetBreaker(caller, params.id, body.reason),
});
