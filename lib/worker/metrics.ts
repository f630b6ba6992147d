import packageJson from "@/package.json" with { type: "json" };
import { sequencerHealth } from "@/lib/audit/sequencer-loop.service";
import { stagedEntries } from "@/lib/audit/staged.views";
import { pendingByZone } from "@/lib/approvals/pending-by-zone.views";
import { poolStates } from "@/lib/platform/db/client";
import { inLane } from "@/lib/platform/db/lane";
import { openStreams } from "@/lib/platform/events/stream-places";
import { httpServer } from "@/lib/platform/http/http-server";
import { logger } from "@/lib/platform/logger";
import { metrics } from "@/lib/platform/metrics";
import { processWide } from "@/lib/platform/process-wide";
import { stopsInForce } from "@/lib/stops/stops-in-force.views";
import { workerHealth } from "./worker";

/** Seconds for which what the database said is given again, however often it is asked for. */
const keptMs = 10_000;

interface Reading {
  startedAt: number;
  /** Resolves to whether the database answered. */
  done: Promise<boolean>;
}

/** What the whole installation shares, over a connection of its own. What is not known is not reported: an old number would mislead. */
async function readDatabase(): Promise<boolean> {
  const { pending, oldestSeconds, stops, staged, lagSeconds } = metrics();
  try {
    const [zones, scopes, log] = await inLane(
      "metrics",
      async () => [await pendingByZone(), await stopsInForce(), await stagedEntries()] as const,
    );
    for (const { zone, count, oldestAgeSeconds } of zones) {
      pending.set({ zone }, count);
      oldestSeconds.set({ zone }, oldestAgeSeconds);
    }
    for (const { scope, count } of scopes) stops.set({ scope }, count);
    staged.set(log.count);
    lagSeconds.set(log.oldestAgeSeconds);
    return true;
  } catch (error) {
    logger().warn({ err: error }, "metrics: the database cannot be asked");
    for (const gauge of [pending, oldestSeconds, stops]) gauge.reset();
    for (const gauge of [staged, lagSeconds]) gauge.remove();
    return false;
  }
}

function databaseReading(): Promise<boolean> {
  const last = processWide("metrics.reading", (): { now: Reading | undefined } => ({ now: undefined }));
  if (!last.now || Date.now() - last.now.startedAt >= keptMs)
    last.now = { startedAt: Date.now(), done: readDatabase() };
  return last.now.done;
}

function readProcess(): void {
  const { info, partOk, connections, waiting, bound, streams } = metrics();
  info.set({ version: packageJson.version }, 1);
  partOk.set({ part: "worker" }, Number(workerHealth().status === "ok"));
  partOk.set({ part: "sequencer" }, Number(sequencerHealth().status === "ok"));
  for (const { lane, max, inUse, idle, waiting: count } of poolStates()) {
    connections.set({ lane, state: "in_use" }, inUse);
    connections.set({ lane, state: "idle" }, idle);
    waiting.set({ lane }, count);
    bound.set({ lane }, max);
  }
  streams.set(openStreams());
}

/** Open connections to this process's HTTP server; it has none in development. */
async function readConnections(): Promise<void> {
  const server = httpServer();
  if (!server) return;
  metrics().httpConnections.set(
    await new Promise<number>((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    ),
  );
}

/** Everything that is counted, in Prometheus' text format, and that format's media type. */
export async function readMetrics(): Promise<{ text: string; contentType: string }> {
  const { registry, partOk } = metrics();
  partOk.set({ part: "database" }, Number(await databaseReading()));
  await readConnections();
  readProcess();
  return { text: await registry.metrics(), contentType: registry.contentType };
}
