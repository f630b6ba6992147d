import { JobPage, JobQuery } from "@/lib/jobs/job.schemas";
import { listJobs } from "@/lib/jobs/job.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { signedIn } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listJobs",
  summary: "List the jobs that the caller asked for, newest first",
  details: "Finished ones are forgotten after seven days.",
  auth: signedIn(),
  query: JobQuery,
  response: JobPage,
  handle: ({ caller, query }) => listJobs(caller, query),
});
