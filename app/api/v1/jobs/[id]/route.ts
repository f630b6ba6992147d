import { Job } from "@/lib/jobs/job.schemas";
import { cancelJob } from "@/lib/jobs/job.service";
import { getJob } from "@/lib/jobs/job.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { signedIn } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "getJob",
  summary: "A job: how far it is, and what came of it",
  details: "For whoever has the right that asking for such a job takes.",
  auth: signedIn(),
  params: IdParams,
  response: Job,
  refusals: ["forbidden"],
  handle: ({ caller, params }) => getJob(caller, params.id),
});

export const DELETE = defineRoute({
  id: "cancelJob",
  summary: "Cancel a job that has not ended",
  details:
    "From then on nothing more comes of it; what its work had saved as done stays so. For who asked for it, and for administrators.",
  auth: signedIn(),
  params: IdParams,
  response: Job,
  refusals: ["forbidden", "job_finished"],
  handle: ({ caller, params }) => cancelJob(caller, params.id),
});
