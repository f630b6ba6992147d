import { BatchRequest, BatchResult } from "@/lib/actions/action.schemas";
import { askBatch } from "@/lib/gate/ask.service";
import { agentAtEpoch } from "@/lib/keys/agent-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { rawJson } from "@/lib/platform/http/raw-json";

export const POST = defineRoute({
  id: "askForActions",
  summary: "Ask to act, up to 100 times in one request; each is judged on its own",
  auth: agentAtEpoch("actions:write"),
  weight: "long body",
  body: BatchRequest,
  example: {
    actions: [
      { action: "send_reminder", parameters: { invoice: "2026-118" }, confidence: 0.97 },
      { action: "send_reminder", parameters: { invoice: "2026-121" }, confidence: 0.95 },
    ],
  },
  response: BatchResult,
  refusals: ["throttled"],
  idempotency: "own",
  async handle({ caller, body, once, requestId }) {
    const answer = await askBatch(caller, body.actions, once, requestId);
    return rawJson(answer.status, answer.body, {
      ...answer.rateHeaders,
      ...(answer.replayed ? { "Idempotent-Replayed": "true" } : {}),
    });
  },
});
