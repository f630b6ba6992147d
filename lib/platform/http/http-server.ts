import type { Server } from "node:http";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { boundConnections } from "./connections";
import { openFrontDoor } from "./front-door";
import { isTrustedProxy } from "./proxies";

/** A flood must not become a flood of log lines. */
const logEveryMs = 10_000;

/** This process's HTTP server, which scripts/server/serve.mjs made; undefined in development and in tests. */
export function httpServer(): Server | undefined {
  return (globalThis as unknown as Record<symbol, Server | undefined>)[Symbol.for("signalbox.http-server")];
}

/** Bounds its connections by the settings, and puts the door in its place. */
export function boundHttpServer(): void {
  const server = httpServer();
  openFrontDoor(server);
  if (!server) return;
  let refused = 0;
  let loggedAt = 0;
  boundConnections(server, {
    total: env().SIGNALBOX_CONNECTIONS,
    perAddress: env().SIGNALBOX_CONNECTIONS_PER_ADDRESS,
    isShared: isTrustedProxy,
    onRefused: (address, { status, code }) => {
      refused += 1;
      if (Date.now() - loggedAt < logEveryMs) return;
      logger().warn({ address, status, code, refused }, "connections refused");
      loggedAt = Date.now();
      refused = 0;
    },
  });
}
