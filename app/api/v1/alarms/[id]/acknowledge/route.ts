import { Alarm } from "@/lib/alarms/alarm.schemas";
import { acknowledgeAlarm } from "@/lib/alarms/alarm.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "acknowledgeAlarm",
  summary: "Say that one has taken notice of an alarm; the first to say so counts",
  auth: person("alarm:acknowledge"),
  params: IdParams,
  response: Alarm,
  handle: ({ caller, params }) => acknowledgeAlarm(caller, params.id),
});
