import { AlarmPage, AlarmQuery } from "@/lib/alarms/alarm.schemas";
import { listAlarms } from "@/lib/alarms/alarm.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listAlarms",
  summary: "List alarms, the gravest first",
  auth: person("alarm:read"),
  query: AlarmQuery,
  response: AlarmPage,
  handle: ({ caller, query }) => listAlarms(caller.workspaceId, query),
});
