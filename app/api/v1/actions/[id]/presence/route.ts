import { getAction } from "@/lib/actions/action.views";
import { PresenceList } from "@/lib/approvals/approval.schemas";
import { leave, look } from "@/lib/approvals/presence.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "announcePresence",
  summary: "Report that the caller is looking at an action, and learn who else is; repeat every 15 s",
  auth: person("action:read"),
  params: IdParams,
  response: PresenceList,
  async handle({ caller, params }) {
    await getAction(caller.workspaceId, params.id);
    return look(caller, params.id);
  },
});

export const DELETE = defineRoute({
  id: "endPresence",
  summary: "Stop looking at an action",
  auth: person("action:read"),
  params: IdParams,
  response: "none",
  async handle({ caller, params }) {
    await getAction(caller.workspaceId, params.id);
    leave(caller, params.id);
    return undefined;
  },
});
