import { JobOutputQuery } from "@/lib/jobs/job.schemas";
import { outputOf } from "@/lib/jobs/job.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { requireCaller } from "@/lib/platform/http/authenticators";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";
import { requirePermission, signedIn } from "@/lib/sessions/person-auth.service";

const auth = signedIn();

export const GET = defineRoute({
  id: "getJobOutput",
  summary: "Download what a job made",
  details:
    "The media type is the output's own. The newest ten outputs of a workspace are kept, each for seven days. Should the caller's access end meanwhile, the file breaks off.",
  auth,
  params: IdParams,
  query: JobOutputQuery,
  weight: "heavy",
  response: "application/octet-stream",
  refusals: ["forbidden"],
  async handle({ caller, params, request }) {
    const { output, bytes } = await outputOf(caller, params.id, async (permission) =>
      requirePermission(await requireCaller(auth, request), permission),
    );
    return new Reply(bytes, {
      headers: {
        "Content-Type": output.mediaType,
        "Content-Length": String(output.bytes),
        "Content-Disposition": `attachment; filename="${output.name}"`,
      },
    });
  },
});
