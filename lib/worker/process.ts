import { startSequencer } from "@/lib/audit/sequencer-loop.service";
import { startDemoFleet } from "@/lib/demo/fleet";
import { env } from "@/lib/platform/env";
import { startListener } from "@/lib/platform/events/listener";
import { boundHttpServer } from "@/lib/platform/http/http-server";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";
import { retry } from "@/lib/platform/retry";
import { startHousekeeping } from "./housekeeping";
import { startWorker } from "./worker";

/** Starts sequencer, worker, listener and housekeeping, once per process; each goes on by itself when the database comes back. */
export function startProcess(): void {
  processWide("process", () => {
    env();
    boundHttpServer();
    const stops: (() => Promise<void>)[] = [startSequencer(), startWorker(), startListener()];
    const ending = new AbortController();
    retry(startHousekeeping, {
      signal: ending.signal,
      onFailure: (error) => logger().warn({ err: error }, "housekeeping cannot start yet"),
    }).then(
      (stop) => stops.push(stop),
      () => undefined, // The process ended first; each failure was logged.
    );
    if (env().SIGNALBOX_DEMO === "1" && env().SIGNALBOX_DEMO_FLEET === "1") {
      const fleet = startDemoFleet({ baseUrl: `http://127.0.0.1:${env().PORT}` });
      stops.push(() => fleet.stop());
    }
    // The server ends the process itself when its requests are answered; what is staged is sequenced by the next start anyway.
    process.once("SIGTERM", () => {
      ending.abort();
      void Promise.allSettled(stops.map((stop) => stop()));
    });
    return true;
  });
}
