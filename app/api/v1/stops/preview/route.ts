import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { StopPreview, StopPreviewRequest } from "@/lib/stops/stop.schemas";
import { previewStop } from "@/lib/stops/stop.views";

export const POST = defineRoute({
  id: "previewStop",
  summary:
    "What a stop of this scope would hold at this moment, and whether what it names is known here; changes nothing",
  auth: person("stop:pull"),
  body: StopPreviewRequest,
  example: { scope: { type: "resource", id: "invoice:*" } },
  response: StopPreview,
  refusals: ["unknown_scope"],
  handle: ({ caller, body }) => previewStop(caller.workspaceId, body.scope),
});
