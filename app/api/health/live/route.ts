import { Liveness } from "@/lib/worker/health";
import { open } from "@/lib/platform/http/authenticators";
import { defineRoute } from "@/lib/platform/http/define-route";

export const dynamic = "force-dynamic";

export const GET = defineRoute({
  id: "readLiveness",
  summary: "Does the process run? Asks nothing of the database: who restarts what does not answer must not restart for its sake",
  auth: open,
  response: Liveness,
  handle: () => Promise.resolve({ status: "alive" as const }),
});
