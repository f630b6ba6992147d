import { startSequencer } from "@/lib/audit/sequencer-loop.service";
import { startDemoFleet } from "@/lib/demo/fleet";
import { env } from "@/lib/platform/env";
import { startListener } from "@/lib/platform/events/listener";
import { boundHttpServer } from "@/lib/platform/http/http-server";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";
import { startHousekeeping } from "./housekeeping";
import { startWorker } from "./worker";

const retryMs = 5_000;

/** Starts sequencer, worker, listener and housekeeping, once per process; each goes on by itself when the database comes back. */
export function startProcess(): void {
  processWide("process", () => {
    env();
    boundHttpServer();
    const stops: (() => Promise<void>)[] = [startSequencer(), startWorker(), startListener()];
    const housekeep = () => {
      startHousekeeping().then(
        (stop) => stops.push(stop),
        (error: unknown) => {
          logger().warn({ err: error }, "housekeeping cannot start yet");
          setTimeout(housekeep, retryMs).unref();
        },
      );
    };
    housekeep();
    if (env().SIGNALBOX_DEMO === "1" && env().SIGNALBOX_DEMO_FLEET === "1") {
      const fleet = startDemoFleet({ baseUrl: `http://127.0.0.1:${env().PORT}` });
      stops.push(() => fleet.stop());
    }
    // The server ends the process itself when its requests are answered; what is staged is sequenced by the next start anyway.
    process.once("SIGTERM", () => void Promise.allSettled(stops.map((stop) => stop())));
    return true;
  });
}
