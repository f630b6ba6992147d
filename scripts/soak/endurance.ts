import { makeWorld } from "@/lib/testing/world";
import { ask } from "../bench/gate";
import { measure } from "../bench/load";
import { residentMegabytes } from "../bench/memory";
import autocannon from "autocannon";
import type { Stack } from "../testing/stack";
import { must } from "./client";

const sampleSeconds = 30;
/** Growth from the first half's median to the second half's that still counts as flat. */
const flatWithin = 0.15;

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Ten minutes at half the maximum rate: the server's memory stays where it is. */
export async function endurance(stack: Stack, minutes: number, say: (message: string) => void): Promise<string> {
  const [server] = stack.servers;
  if (!server) throw new Error("no server");
  const world = await makeWorld();
  await world.actionType("pay", { zone: "green" });
  const agent = await world.agent();
  const headers = { "content-type": "application/json", authorization: `Bearer ${agent.key}` };
  const url = `${server.url}/api/v1/actions`;
  const { requestsPerSecond } = await measure({ url, body: JSON.stringify(ask), headers, seconds: 10, expect: 201 });
  const rate = Math.floor(requestsPerSecond / 2);
  const samples: number[] = [];
  for (let i = 0; i < (minutes * 60) / sampleSeconds; i++) {
    const result = await autocannon({
      url,
      method: "POST",
      body: JSON.stringify(ask),
      headers,
      connections: 16,
      overallRate: rate,
      duration: sampleSeconds,
    });
    must(result.non2xx === 0 && result.errors === 0, "every request is answered");
    samples.push(residentMegabytes(server));
    say(`endurance: ${((i + 1) * sampleSeconds) / 60} of ${minutes} min, ${samples.at(-1)?.toFixed(0)} MB`);
  }
  // The first minute is warming up.
  const settled = samples.slice(60 / sampleSeconds);
  const half = Math.floor(settled.length / 2);
  const [first, second] = [median(settled.slice(0, half)), median(settled.slice(half))];
  must(
    half === 0 || second <= first * (1 + flatWithin),
    `memory is flat: ${first.toFixed(0)} MB, then ${second.toFixed(0)} MB`,
  );
  return `${minutes} min at ${rate} requests/s: ${first.toFixed(0)} MB in the first half, ${second.toFixed(0)} MB in the second`;
}
