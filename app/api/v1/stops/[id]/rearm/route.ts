import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { Stop, StopRearm } from "@/lib/stops/stop.schemas";
import { rearmStop } from "@/lib/stops/stop.service";

export const POST = defineRoute({
  id: "rearmStop",
  summary: "Re-arm a stop; nothing it refused or withdrew comes back",
  auth: person("stop:rearm"),
  params: IdParams,
  body: StopRearm,
  example: { reason: "The account is corrected and checked." },
  lane: "stop",
  response: Stop,
  refusals: ["already_rearmed"],
  handle: ({ caller, params, body }) => rearmStop(caller, params.id, body.reason),
});
