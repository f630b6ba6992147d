import { connect, type Socket } from "node:net";
import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerProcess } from "../testing/stack";
import { ms, percentile, type Figure } from "./figures";

/** Stops pulled for one percentile, one after the other; each is of a scope of its own. */
const pulls = 100;
const floodSettlesMs = 2_000;
const targetRatio = 5;
/** A stop without an answer for as long ends the bench. */
const stopAnswersWithinMs = 60_000;
/** Entries that a search which finds nothing has to look through. */
const logEntries = 20_000;

export interface StopBench {
  agentKey: string;
  supervisorToken: string;
  auditorToken: string;
}

/** A flood in progress. @returns what came of it, in a few words, once it has ended */
type Flood = (isOver: () => boolean) => Promise<string>;

let pulled = 0;

/** Pulls stops in a row, with a credential known to the server. @returns how long each took, ms */
async function pullStops(url: string, token: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < pulls; i++) {
    const body = JSON.stringify({ scope: { type: "resource", id: `crane:${pulled++}` }, reason: "bench" });
    const start = performance.now();
    const response = await fetch(`${url}/api/v1/stops`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body, signal: AbortSignal.timeout(stopAnswersWithinMs) });
    const text = await response.text();
    times.push(performance.now() - start);
    if (response.status !== 201) throw new Error(`a stop was answered ${response.status}: ${text}`);
    await sleep(10);
  }
  return times;
}

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
    return Object.entries(statuses).map(([status, count]) => `${count} × ${status === "0" ? "closed" : status}`).join(", ");
  };
}

async function statusOf(url: string, init?: RequestInit): Promise<number> {
  const response = await fetch(url, init);
  await response.arrayBuffer();
  return response.status;
}

function floods(url: string, { agentKey, auditorToken }: StopBench): Record<string, Flood> {
  const auditor = { headers: { Authorization: `Bearer ${auditorToken}` } };
  const json = { Authorization: `Bearer ${agentKey}`, "Content-Type": "application/json" };
  const megabyte = JSON.stringify({ actions: Array.from({ length: 100 }, () => ({ action: "pay", parameters: { amount: 1, to: "a", note: "x".repeat(10_000) }, confidence: 0.9 })) });
  return {
    "60 audit searches at a time": loop(60, () => statusOf(`${url}/api/v1/audit?q=nowhere`, auditor)),
    "30 sign-ins of strangers at a time": loop(30, async (i) => {
      const csrf = await fetch(`${url}/api/auth/csrf`);
      const { csrfToken } = (await csrf.json()) as { csrfToken: string };
      const cookie = csrf.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
      const form = new URLSearchParams({ csrfToken, email: `stranger${i}@example.test`, password: "guess", json: "true" });
      return statusOf(`${url}/api/auth/callback/password`, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded", cookie }, body: form.toString() });
    }),
    "2,000 event streams asked for on one key": async (isOver) => {
      const agent = new Agent({ maxSockets: 2_000 });
      const statuses: Record<number, number> = {};
      for (let i = 0; i < 2_000; i++) {
        const request = get(`${url}/api/v1/stream`, { agent, headers: { Authorization: `Bearer ${agentKey}` } }, (response) => {
          statuses[response.statusCode ?? 0] = (statuses[response.statusCode ?? 0] ?? 0) + 1;
          response.resume();
        });
        request.on("error", () => undefined);
        if (i % 20 === 0) await sleep(10);
      }
      while (!isOver()) await sleep(50);
      agent.destroy();
      return Object.entries(statuses).map(([status, count]) => `${count} × ${status}`).join(", ");
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
    "20 batches of 1 MB at a time": loop(20, () => statusOf(`${url}/api/v1/actions/batch`, { method: "POST", headers: json, body: megabyte })),
  };
}

/** A log long enough for a search in it to cost something: of denials, which leave nothing behind that a stop would have to count. */
async function growLog(url: string, { agentKey, supervisorToken }: StopBench): Promise<void> {
  const scope = { type: "action", id: "wire" };
  const pulled = await statusOf(`${url}/api/v1/stops`, { method: "POST", headers: { Authorization: `Bearer ${supervisorToken}`, "Content-Type": "application/json" }, body: JSON.stringify({ scope, reason: "bench" }) });
  if (pulled !== 201) throw new Error(`the stop of what the log grows by was answered ${pulled}`);
  const body = JSON.stringify({ actions: Array.from({ length: 100 }, () => ({ action: scope.id, parameters: {}, confidence: 0.9 })) });
  for (let made = 0; made < logEntries; made += 100) {
    const status = await statusOf(`${url}/api/v1/actions/batch`, { method: "POST", headers: { Authorization: `Bearer ${agentKey}`, "Content-Type": "application/json" }, body });
    if (status !== 200) throw new Error(`the log does not grow: a batch was answered ${status}`);
  }
}

/** How long a stop takes, idle and under each flood: p99 as a ratio to the idle p99 of the same run, each figure as soon as it is measured. */
export async function* benchStop({ url }: ServerProcess, bench: StopBench): AsyncGenerator<Figure> {
  await growLog(url, bench);
  await sleep(3_000);
  await pullStops(url, bench.supervisorToken);
  const idle = percentile(await pullStops(url, bench.supervisorToken), 99);
  yield { name: `STOP, idle, p99 of ${pulls}`, value: ms(idle), target: "the floor of the following", met: true };
  for (const [name, flood] of Object.entries(floods(url, bench))) {
    let isOver = false;
    const ended = flood(() => isOver);
    await sleep(floodSettlesMs);
    const times = await pullStops(url, bench.supervisorToken).finally(() => (isOver = true));
    const p99 = percentile(times, 99);
    const came = await ended;
    const ratio = p99 / idle;
    yield { name: `STOP under ${name}, p99 ÷ idle p99 (${came})`, value: `${ratio.toFixed(1)} (${ms(p99)})`, target: `≤ ${targetRatio}`, met: ratio <= targetRatio };
    await sleep(3_000);
  }
}
