import { BreakerPreviewRequest } from "@/lib/breakers/breaker.schemas";
import { requestPreview } from "@/lib/breakers/preview.job";
import { Job } from "@/lib/jobs/job.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "previewBreaker",
  summary: "Try a rule on what was recorded: the trips it would have made",
  details:
    "The answer is a job. Its result is `{ trips, count, agents, truncated }`: trips as `GET /api/v1/breakers/{id}/trips` gives them, the first 200 with five actions each, and how many there are in all. At most 31 days, and of each agent and day the newest 2,000 actions.",
  auth: person("breaker:manage"),
  body: BreakerPreviewRequest,
  example: {
    rule: { type: "repeat", windowSeconds: 120, times: 5 },
    scope: { type: "workspace" },
    from: "2026-11-01T00:00:00Z",
    to: "2026-11-08T00:00:00Z",
  },
  response: Job,
  status: 202,
  refusals: ["too_many_jobs", "out_of_bounds", "unknown_scope"],
  handle: ({ caller, body }) => requestPreview(caller, body),
});
