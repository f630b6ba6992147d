import { agent } from "@/lib/keys/agent-auth.service";
import { either } from "@/lib/platform/http/authenticators";
import { defineRoute } from "@/lib/platform/http/define-route";
import { startRun } from "@/lib/runs/run-start.service";
import { RunCreate, RunPage, RunQuery, RunStarted } from "@/lib/runs/run.schemas";
import { listRuns } from "@/lib/runs/run.views";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listRuns",
  summary: "List runs, newest first unless another order is asked for: an agent its own, a person the workspace's",
  auth: either(agent("runs:write"), person("run:read")),
  query: RunQuery,
  weight: ({ q }) => (q === undefined ? undefined : "heavy"),
  response: RunPage,
  handle: ({ caller, query }) => listRuns(caller, query),
});

export const POST = defineRoute({
  id: "startRun",
  summary: "Start a run; its token is shown once",
  auth: agent("runs:write"),
  body: RunCreate,
  example: { task: "Close the books of October", ttlSeconds: 900 },
  response: RunStarted,
  status: 201,
  refusals: ["parent_run_not_active", "run_too_deep", "stopped", "agent_not_active"],
  idempotency: "sealed",
  handle: ({ caller, body }) => startRun(caller, body),
});
