import { Job } from "@/lib/jobs/job.schemas";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { withdrawWaiting } from "@/lib/stops/withdraw-waiting.service";

export const POST = defineRoute({
  id: "withdrawWaiting",
  summary: "Cancel what waits in a pulled stop's scope",
  details:
    "The answer is a job, which goes on whether or not anybody waits for it. Each action is cancelled by the system, with an entry of its own, and what a person decides first stays decided. It ends when the stop is re-armed. While one is unfinished, that one is given.",
  auth: person("stop:pull"),
  params: IdParams,
  lane: "stop",
  response: Job,
  status: 202,
  refusals: ["stop_not_pulled", "too_many_jobs"],
  handle: ({ caller, params }) => withdrawWaiting(caller, params.id),
});
