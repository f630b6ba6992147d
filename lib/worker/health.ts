import { z } from "zod";
import packageJson from "@/package.json" with { type: "json" };
import { sequencerHealth } from "@/lib/audit/sequencer-loop.service";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";
import { stoppingSignal } from "@/lib/platform/stopping";
import { tryDatabase } from "./database-use";
import { workerHealth } from "./worker";

export const HealthReport = z
  .strictObject({
    status: z.enum(["ok", "failing"]),
    version: z.string(),
    database: z.enum(["ok", "away"]),
    worker: z.enum(["ok", "failing", "stopped"]),
    sequencer: z.enum(["ok", "failing", "refusing", "stopped"]),
  })
  .meta({ id: "Health", description: "Which parts of the instance can work." });
export type HealthReport = z.infer<typeof HealthReport>;

async function askDatabase(): Promise<HealthReport["database"]> {
  try {
    await tryDatabase();
    return "ok";
  } catch (error) {
    logger().warn({ err: error }, "health: the database cannot be used");
    return "away";
  }
}

/** Anybody may ask, however often: those who ask at the same time share one look. */
function databaseHealth(): Promise<HealthReport["database"]> {
  const look = processWide("health.look", () => ({ now: undefined as Promise<HealthReport["database"]> | undefined }));
  look.now ??= askDatabase().finally(() => (look.now = undefined));
  return look.now;
}

export const Liveness = z
  .strictObject({ status: z.literal("alive") })
  .meta({ id: "Liveness", description: "The process runs and answers." });
export const Readiness = z.strictObject({ status: z.enum(["ready", "stopping", "unavailable"]) }).meta({
  id: "Readiness",
  description:
    "Whether requests should be sent here: not while the database is away, nor to an instance that was told to end.",
});
export type Readiness = z.infer<typeof Readiness>;

/** Whether a load balancer should send requests here. */
export async function readReadiness(): Promise<Readiness> {
  if (stoppingSignal().aborted) return { status: "stopping" };
  return { status: (await databaseHealth()) === "ok" ? "ready" : "unavailable" };
}

/** "ok" means: requests can be judged and decided. A log that is refused a signature is reported, and does not stop the gate. */
export async function readHealth(): Promise<HealthReport> {
  const database = await databaseHealth();
  return {
    status: database === "ok" && !stoppingSignal().aborted ? "ok" : "failing",
    version: packageJson.version,
    database,
    worker: workerHealth().status,
    sequencer: sequencerHealth().status,
  };
}
