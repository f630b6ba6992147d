import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { Settings, SettingsUpdate } from "@/lib/workspaces/settings.schemas";
import { changeSettings } from "@/lib/workspaces/settings.service";
import { getSettings } from "@/lib/workspaces/settings.views";

export const GET = defineRoute({
  id: "readSettings",
  summary: "Read the workspace's settings",
  auth: person("workspace:read"),
  response: Settings,
  handle: ({ caller }) => getSettings(caller.workspaceId),
});

export const PATCH = defineRoute({
  id: "changeSettings",
  summary: "Change the workspace's settings; a control change, in force before the answer",
  auth: person("workspace:manage"),
  body: SettingsUpdate,
  example: { graceSeconds: 10, ownActionRule: "team" },
  response: Settings,
  handle: ({ caller, body }) => changeSettings(caller, body),
});
