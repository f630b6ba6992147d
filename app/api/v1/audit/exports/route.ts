import { requestLogExport } from "@/lib/exports/log-export.job";
import { LogExportRequest } from "@/lib/exports/log-export.schemas";
import { Job } from "@/lib/jobs/job.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "requestLogExport",
  summary: "Have the whole log up to its newest checkpoint made into a file, for signalbox-verify",
  details:
    "The answer is a job, which goes on whether or not anybody waits for it. When it is done, its output is the file that `GET /api/v1/audit/export` streams.",
  auth: person("audit:read"),
  body: LogExportRequest,
  bodyOptional: true,
  example: {},
  response: Job,
  status: 202,
  refusals: ["too_many_jobs"],
  handle: ({ caller, body }) => requestLogExport(caller, body),
});
