import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { giveReason } from "@/lib/stops/reason.service";
import { Stop, StopNow, StopReason } from "@/lib/stops/stop.schemas";
import { getStopNow } from "@/lib/stops/stop.views";

export const GET = defineRoute({
  id: "getStop",
  summary: "Read a stop, with what it caught and what it holds at this moment",
  auth: person("stop:read"),
  params: IdParams,
  lane: "stop",
  response: StopNow,
  handle: ({ caller, params }) => getStopNow(caller.workspaceId, params.id),
});

export const PATCH = defineRoute({
  id: "giveStopReason",
  summary: "Say why a stop was pulled, where it was pulled without a reason",
  auth: person("stop:pull"),
  params: IdParams,
  body: StopReason,
  example: { reason: "Payments go to the wrong account." },
  lane: "stop",
  response: Stop,
  refusals: ["reason_given"],
  handle: ({ caller, params, body }) => giveReason(caller, params.id, body.reason),
});
