import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerProcess } from "../testing/stack";
import { spawnNode } from "../server/child";
import { ms, percentile, type Figure } from "./figures";
import type { FloodOrder } from "./flood-process";
import { floods, type FloodKeys } from "./floods";
import { statusOf } from "./status-of";

/** Stops pulled for one percentile, one after the other; each is of a scope of its own. */
const pulls = 100;
/** Time for its process to start and for it to come to its height. */
const floodSettlesMs = 4_000;
const targetRatio = 5;
/** A stop without an answer for as long ends the bench. */
const stopAnswersWithinMs = 60_000;
/** Entries that a search which finds nothing has to look through. */
const logEntries = 20_000;

export interface StopBench extends FloodKeys {
  supervisorToken: string;
}

/** A flood that has begun, in a process of its own: the measuring one must not wait for its own load. */
interface Flooding {
  /** Ends it. @returns what came of it, in a few words */
  end(): Promise<string>;
}

function flood(order: FloodOrder): Flooding {
  const child = spawnNode(
    ["--import", "tsx", fileURLToPath(new URL("flood-process.ts", import.meta.url))],
    process.env,
  );
  const came = new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve((message as { came: string }).came));
    child.once("exit", (code) => reject(new Error(`the flood ended with exit code ${code}`)));
  });
  child.send(order);
  return {
    end: () => {
      child.send("end");
      return came;
    },
  };
}

let pulled = 0;

/** Pulls stops in a row, with a credential known to the server. @returns how long each took, ms */
async function pullStops(url: string, token: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < pulls; i++) {
    const body = JSON.stringify({ scope: { type: "resource", id: `crane:${pulled++}` }, reason: "bench" });
    const start = performance.now();
    const response = await fetch(`${url}/api/v1/stops`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body,
      signal: AbortSignal.timeout(stopAnswersWithinMs),
    });
    const text = await response.text();
    times.push(performance.now() - start);
    if (response.status !== 201) throw new Error(`a stop was answered ${response.status}: ${text}`);
    await sleep(10);
  }
  return times;
}

/** A log long enough for a search in it to cost something: of denials, which leave nothing behind that a stop would have to count. */
async function growLog(url: string, { agentKey, supervisorToken }: StopBench): Promise<void> {
  const scope = { type: "action", id: "wire" };
  const pulled = await statusOf(`${url}/api/v1/stops`, {
    method: "POST",
    headers: { Authorization: `Bearer ${supervisorToken}`, "Content-Type": "application/json" },
    body: JSON.stringify({ scope, reason: "bench" }),
  });
  if (pulled !== 201) throw new Error(`the stop of what the log grows by was answered ${pulled}`);
  const body = JSON.stringify({
    actions: Array.from({ length: 100 }, () => ({ action: scope.id, parameters: {}, confidence: 0.9 })),
  });
  for (let made = 0; made < logEntries; made += 100) {
    const status = await statusOf(`${url}/api/v1/actions/batch`, {
      method: "POST",
      headers: { Authorization: `Bearer ${agentKey}`, "Content-Type": "application/json" },
      body,
    });
    if (status !== 200) throw new Error(`the log does not grow: a batch was answered ${status}`);
  }
}

/** How long a stop takes, idle and under each flood: p99 as a ratio to the idle p99 of the same run, each figure as soon as it is measured. */
export async function* benchStop({ url }: ServerProcess, bench: StopBench): AsyncGenerator<Figure> {
  await growLog(url, bench);
  await sleep(3_000);
  await pullStops(url, bench.supervisorToken);
  const alone = await pullStops(url, bench.supervisorToken);
  const idle = percentile(alone, 99);
  yield {
    name: `STOP, idle, p99 of ${pulls}`,
    value: `p50 ${ms(percentile(alone, 50))}, p99 ${ms(idle)}`,
    target: "the floor of the following",
    met: true,
  };
  const { agentKey, auditorToken } = bench;
  for (const name of Object.keys(floods(url, bench))) {
    const flooding = flood({ name, url, agentKey, auditorToken });
    await sleep(floodSettlesMs);
    const times = await pullStops(url, bench.supervisorToken).catch(async (fault: unknown) => {
      await flooding.end();
      throw fault;
    });
    const came = await flooding.end();
    const p99 = percentile(times, 99);
    const ratio = p99 / idle;
    yield {
      name: `STOP under ${name}, p99 ÷ idle p99 (${came})`,
      value: `${ratio.toFixed(1)} (p50 ${ms(percentile(times, 50))}, p99 ${ms(p99)})`,
      target: `≤ ${targetRatio}`,
      met: ratio <= targetRatio,
    };
    await sleep(3_000);
  }
}
