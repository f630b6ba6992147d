import { agent } from "@/lib/keys/agent-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { Run, RunEnd } from "@/lib/runs/run.schemas";
import { endRun } from "@/lib/runs/run.service";

export const POST = defineRoute({
  id: "endRun",
  summary: "End a run with every run under it, and their tokens with them; what waits in them is cancelled",
  auth: agent("runs:write"),
  params: IdParams,
  body: RunEnd,
  example: { result: "succeeded" },
  bodyOptional: true,
  response: Run,
  refusals: ["other_run", "run_already_ended"],
  handle: ({ caller, params, body }) => endRun(caller, params.id, body),
});
