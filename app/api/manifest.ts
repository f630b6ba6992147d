import type { ManifestEntry } from "@/lib/platform/http/openapi";
import * as health from "./health/route";
import * as actions from "./v1/actions/route";
import * as action from "./v1/actions/[id]/route";
import * as cancel from "./v1/actions/[id]/cancel/route";
import * as claim from "./v1/actions/[id]/claim/route";
import * as decisions from "./v1/actions/[id]/decisions/route";
import * as currentDecision from "./v1/actions/[id]/decisions/current/route";
import * as executions from "./v1/actions/[id]/executions/route";
import * as extend from "./v1/actions/[id]/extend/route";
import * as history from "./v1/actions/[id]/history/route";
import * as outcome from "./v1/actions/[id]/outcome/route";
import * as presence from "./v1/actions/[id]/presence/route";
import * as batch from "./v1/actions/batch/route";
import * as bulkDecisions from "./v1/actions/decisions/route";
import * as approvalsSummary from "./v1/approvals/summary/route";
import * as stream from "./v1/stream/route";

/** Every route of the API, in the order of the OpenAPI document. A test fails when one is missing here. */
export const manifest: readonly ManifestEntry[] = [
  { path: "/api/health", module: health },
  { path: "/api/v1/actions", module: actions },
  { path: "/api/v1/actions/batch", module: batch },
  { path: "/api/v1/actions/decisions", module: bulkDecisions },
  { path: "/api/v1/actions/{id}", module: action },
  { path: "/api/v1/actions/{id}/executions", module: executions },
  { path: "/api/v1/actions/{id}/outcome", module: outcome },
  { path: "/api/v1/actions/{id}/cancel", module: cancel },
  { path: "/api/v1/actions/{id}/decisions", module: decisions },
  { path: "/api/v1/actions/{id}/decisions/current", module: currentDecision },
  { path: "/api/v1/actions/{id}/claim", module: claim },
  { path: "/api/v1/actions/{id}/extend", module: extend },
  { path: "/api/v1/actions/{id}/history", module: history },
  { path: "/api/v1/actions/{id}/presence", module: presence },
  { path: "/api/v1/approvals/summary", module: approvalsSummary },
  { path: "/api/v1/stream", module: stream },
];
