import { defineRoute } from "@/lib/platform/http/define-route";
import { metricsReader } from "@/lib/platform/http/metrics-token";
import { readMetrics } from "@/lib/worker/metrics";

export const dynamic = "force-dynamic";

export const GET = defineRoute({
  id: "readMetrics",
  summary: "What this instance counts about itself, in Prometheus' text format",
  details:
    "The operations guide says what each metric means. What is asked of the database is at most ten seconds old.",
  auth: metricsReader,
  lane: "metrics",
  response: "text/plain",
  refusals: ["metrics_off"],
  async handle() {
    const { text, contentType } = await readMetrics();
    return new Response(text, { headers: { "Content-Type": contentType, "Cache-Control": "no-store" } });
  },
});
