import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { StopNow } from "@/lib/stops/stop.schemas";
import { getStopNow } from "@/lib/stops/stop.views";

export const GET = defineRoute({
  id: "getStop",
  summary: "Read a stop, with what it holds at this moment",
  auth: person("stop:read"),
  params: IdParams,
  response: StopNow,
  handle: ({ caller, params }) => getStopNow(caller.workspaceId, params.id),
});
