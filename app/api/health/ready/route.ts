import { Readiness, readReadiness } from "@/lib/worker/health";
import { open } from "@/lib/platform/http/authenticators";
import { defineRoute, Reply } from "@/lib/platform/http/define-route";

export const dynamic = "force-dynamic";

export const GET = defineRoute({
  id: "readReadiness",
  summary: "Should requests be sent here? 503 while the database is unreachable, and once the process was told to stop",
  auth: open,
  response: Readiness,
  also: { 503: "Send requests elsewhere; the status says why." },
  async handle() {
    const readiness = await readReadiness();
    return new Reply(readiness, { status: readiness.status === "ready" ? 200 : 503 });
  },
});
