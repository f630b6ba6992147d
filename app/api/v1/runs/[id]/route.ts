import { agent } from "@/lib/keys/agent-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { either } from "@/lib/platform/http/authenticators";
import { defineRoute } from "@/lib/platform/http/define-route";
import { RunDetail } from "@/lib/runs/run.schemas";
import { getRun } from "@/lib/runs/run.views";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readRun",
  summary: "Read a run with its actions in order",
  auth: either(agent("runs:write"), person("run:read")),
  params: IdParams,
  response: RunDetail,
  handle: ({ caller, params }) => getRun(caller, params.id),
});
