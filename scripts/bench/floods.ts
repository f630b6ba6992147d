import { connect, type Socket } from "node:net";
import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { statusOf } from "./status-of";

/** Whose credentials the floods use. */
export interface FloodKeys {
  agentKey: string;
  auditorToken: string;
}

/** A flood in progress. @returns what came of it, in a few words, once it has ended */
type Flood = (isOver: () => boolean) => Promise<string>;

/** So many at the same time, each sending its next when the last was answered. */
function loop(atOnce: number, send: (i: number) => Promise<number>): Flood {
  return async (isOver) => {
    const statuses: Record<number, number> = {};
    const worker = async (i: number) => {
      while (!isOver()) {
        // A connection that was closed for another's sake is an answer too.
        const status = await send(i).catch(() => 0);
        statuses[status] = (statuses[status] ?? 0) + 1;
        // A client that was told to come back later does not ask again within the same millisecond.
        if (status === 429 || status === 503 || status === 0) await sleep(100);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, (_, i) => worker(i)));
    return Object.entries(statuses)
      .map(([status, count]) => `${count} × ${status === "0" ? "closed" : status}`)
      .join(", ");
  };
}

/** The floods under which a stop must still be quick, by the name of their figure. */
export function floods(url: string, { agentKey, auditorToken }: FloodKeys): Record<string, Flood> {
  const auditor = { headers: { Authorization: `Bearer ${auditorToken}` } };
  const json = { Authorization: `Bearer ${agentKey}`, "Content-Type": "application/json" };
  const megabyte = JSON.stringify({
    actions: Array.from({ length: 100 }, () => ({
      action: "pay",
      parameters: { amount: 1, to: "a", note: "x".repeat(10_000) },
      confidence: 0.9,
    })),
  });
  return {
    "60 audit searches at a time": loop(60, () => statusOf(`${url}/api/v1/audit?q=nowhere`, auditor)),
    "30 sign-ins of strangers at a time": loop(30, async (i) => {
      const csrf = await fetch(`${url}/api/auth/csrf`);
      const { csrfToken } = (await csrf.json()) as { csrfToken: string };
      const cookie = csrf.headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; ");
      const form = new URLSearchParams({
        csrfToken,
        email: `stranger${i}@example.test`,
        password: "guess",
        json: "true",
      });
      return statusOf(`${url}/api/auth/callback/password`, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", cookie },
        body: form.toString(),
      });
    }),
    "2,000 event streams asked for on one key": async (isOver) => {
      const agent = new Agent({ maxSockets: 2_000 });
      const statuses: Record<number, number> = {};
      for (let i = 0; i < 2_000; i++) {
        const request = get(
          `${url}/api/v1/stream`,
          { agent, headers: { Authorization: `Bearer ${agentKey}` } },
          (response) => {
            statuses[response.statusCode ?? 0] = (statuses[response.statusCode ?? 0] ?? 0) + 1;
            response.resume();
          },
        );
        request.on("error", () => undefined);
        if (i % 20 === 0) await sleep(10);
      }
      while (!isOver()) await sleep(50);
      agent.destroy();
      return Object.entries(statuses)
        .map(([status, count]) => `${count} × ${status}`)
        .join(", ");
    },
    "4,000 connections that send a byte a minute": async (isOver) => {
      const { hostname, port } = new URL(url);
      const sockets: Socket[] = [];
      let closed = 0;
      for (let i = 0; i < 4_000; i++) {
        const socket = connect({ host: hostname, port: Number(port) }, () => socket.write("G"));
        socket.on("error", () => undefined);
        socket.on("close", () => (closed += 1));
        socket.resume();
        sockets.push(socket);
        if (i % 50 === 0) await sleep(10);
      }
      while (!isOver()) await sleep(50);
      const open = sockets.length - closed;
      for (const socket of sockets) socket.destroy();
      return `${open} left open`;
    },
    "20 batches of 1 MB at a time": loop(20, () =>
      statusOf(`${url}/api/v1/actions/batch`, { method: "POST", headers: json, body: megabyte }),
    ),
  };
}
