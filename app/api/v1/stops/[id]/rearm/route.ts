import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { Stop, StopRearm } from "@/lib/stops/stop.schemas";
import { rearmStop } from "@/lib/stops/rearm.service";

export const POST = defineRoute({
  id: "rearmStop",
  summary: "Re-arm a stop, or end its probation; nothing it refused or withdrew comes back, and nothing is started",
  auth: person("stop:rearm"),
  params: IdParams,
  body: StopRearm,
  example: { reason: "The account is corrected and checked." },
  lane: "stop",
  response: Stop,
  refusals: ["already_rearmed", "already_on_probation", "own_stop"],
  handle: ({ caller, params, body }) => rearmStop(caller, params.id, body),
});
