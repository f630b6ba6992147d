import type { ChildProcess } from "node:child_process";
import { forgetEnv } from "@/lib/platform/env";
import { freePort } from "../postgres/cluster";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../postgres/embedded";
import { databaseSettings } from "../postgres/roles";
import { migrate } from "../prisma/migrate";
import { buildIfStale } from "../server/build";
import { ending, spawnNode } from "../server/child";
import { untilHealthy } from "../server/health";
import { authSecret } from "../server/secrets";
import { serverArguments } from "../server/server-arguments";
import { openTemporaryFolder } from "../vitest/temporary-folder";

/** One server process of the production build; it can be killed outright and started again on the same port. */
export interface ServerProcess {
  url: string;
  pid(): number;
  kill(): Promise<void>;
  /** Ends it gently, as an upgrade does. */
  end(): Promise<void>;
  start(): Promise<void>;
}

export interface Stack {
  databaseUrl: string;
  postgres: EmbeddedPostgres;
  servers: ServerProcess[];
  stop(): Promise<void>;
}

async function serverProcess(env: NodeJS.ProcessEnv): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess;
  const start = async () => {
    child = spawnNode(serverArguments("start", { port, host: "127.0.0.1" }, env.NODE_OPTIONS), {
      ...env,
      PORT: String(port),
      NEXTAUTH_URL: url,
    });
    await untilHealthy(url, 60_000, { up: false });
  };
  const endBy = async (signal: "SIGKILL" | "SIGTERM") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = ending(child);
    child.kill(signal);
    await gone;
  };
  await start();
  return { url, pid: () => child.pid ?? 0, start, kill: () => endBy("SIGKILL"), end: () => endBy("SIGTERM") };
}

/** A database of its own and any number of servers on it, all of the production build, in a temporary folder. */
export async function startStack(servers: number, settings: Record<string, string> = {}): Promise<Stack> {
  await buildIfStale(() => console.log("Building for production; this takes about a minute, once…"));
  const folder = await openTemporaryFolder();
  const postgres = await startEmbeddedPostgres(folder.path);
  await migrate(postgres.roles.owner);
  const { npm_lifecycle_event: _npm, ...inherited } = process.env;
  const env: NodeJS.ProcessEnv = {
    ...inherited,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...databaseSettings(postgres.roles),
    SIGNALBOX_DATA_DIR: folder.path,
    AUTH_SECRET: authSecret(folder.path),
    // Only `npm start` seeds a demo. What is seeded here is signed in to with the demo's password, which counts only while that is on.
    SIGNALBOX_DEMO: "1",
    SIGNALBOX_DEMO_FLEET: "0",
    SIGNALBOX_LOG_LEVEL: "error",
    SIGNALBOX_RATE_PER_MINUTE: "100000000",
    ...settings,
  };
  const running: ServerProcess[] = [];
  for (let i = 0; i < servers; i++) running.push(await serverProcess(env));
  // What this process does itself (making workspaces, counting rows) goes to the same database.
  Object.assign(process.env, databaseSettings(postgres.roles), { SIGNALBOX_DATA_DIR: folder.path });
  forgetEnv();
  return {
    databaseUrl: postgres.roles.application,
    postgres,
    servers: running,
    async stop() {
      const { closeDb } = await import("@/lib/platform/db/client");
      await closeDb();
      for (const server of running) await server.kill();
      await postgres.stop();
      await folder.remove();
    },
  };
}
