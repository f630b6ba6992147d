import { Liveness } from "@/lib/worker/health";
import { open } from "@/lib/platform/http/authenticators";
import { defineRoute } from "@/lib/platform/http/define-route";

export const dynamic = "force-dynamic";

export const GET = defineRoute({
  id: "readLiveness",
  summary:
    "Is the process running? Does not query the database: a supervisor should not restart the server because the database is down",
  auth: open,
  response: Liveness,
  handle: () => Promise.resolve({ status: "alive" as const }),
});
