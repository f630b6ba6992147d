import { HealthReport, readHealth } from "@/lib/worker/health";
import { open } from "@/lib/platform/http/authenticators";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";

export const dynamic = "force-dynamic";

export const GET = defineRoute({
  id: "readHealth",
  summary: "Is this instance able to work? 503 when not",
  auth: open,
  lane: "stop",
  response: HealthReport,
  also: { 503: "Some part cannot work; the report says which." },
  async handle() {
    const health = await readHealth();
    return new Reply(health, { status: health.status === "ok" ? 200 : 503 });
  },
});
