import { Alarm } from "@/lib/alarms/alarm.schemas";
import { acknowledgeAlarm } from "@/lib/alarms/alarm.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "acknowledgeAlarm",
  summary: "Acknowledge an alarm; the first acknowledgement counts",
  auth: person("alarm:acknowledge"),
  params: IdParams,
  response: Alarm,
  handle: ({ caller, params }) => acknowledgeAlarm(caller, params.id),
});
