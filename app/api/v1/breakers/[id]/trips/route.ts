import { BreakerQuery, BreakerTripPage } from "@/lib/breakers/breaker.schemas";
import { listTrips } from "@/lib/breakers/breaker.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listBreakerTrips",
  summary: "List a breaker's trips, newest first: for which agent, what it saw, and the actions concerned",
  auth: person("stop:read"),
  params: IdParams,
  query: BreakerQuery,
  response: BreakerTripPage,
  handle: ({ caller, params, query }) => listTrips(caller.workspaceId, params.id, query),
});
