import type { ServerProcess } from "../testing/stack";
import { ms, percentile, type Figure } from "./figures";

const waiting = 200;
/** Decided before anything is measured: a server's first hundred decisions run through code that is not compiled yet. */
const warmUp = 100;

interface Asked {
  id: string;
  digest: string;
}

async function post(url: string, token: string, body: unknown): Promise<Asked> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Asked;
}

/** 200 agents wait at the same time; a person decides for one after the other. From sending the decision to the agent's whole answer. */
export async function benchDecision(server: ServerProcess, agentKey: string, personToken: string): Promise<Figure[]> {
  await decideOneByOne(server, agentKey, personToken, warmUp);
  const latencies = await decideOneByOne(server, agentKey, personToken, waiting);
  const [p50, p99] = [percentile(latencies, 50), percentile(latencies, 99)];
  return [
    {
      name: `decision to waiting agent's answer, ${waiting} waiting, p50`,
      value: ms(p50),
      target: "≤ 25 ms",
      met: p50 <= 25,
    },
    { name: "the same, p99", value: ms(p99), target: "≤ 150 ms", met: p99 <= 150 },
  ];
}

/** @returns milliseconds from each decision to its agent's answer */
async function decideOneByOne(
  server: ServerProcess,
  agentKey: string,
  personToken: string,
  count: number,
): Promise<number[]> {
  const actions = `${server.url}/api/v1/actions`;
  const held: Asked[] = [];
  for (let i = 0; i < count; i++)
    held.push(await post(actions, agentKey, { action: "wire", parameters: {}, confidence: 1 }));
  const answeredAt = held.map(async ({ id }) => {
    const response = await fetch(`${actions}/${id}`, {
      headers: { Authorization: `Bearer ${agentKey}`, Prefer: "wait=60" },
    });
    const { status } = (await response.json()) as { status: string };
    if (status !== "approved") throw new Error(`the wait ended with ${status}`);
    return performance.now();
  });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const sentAt: number[] = [];
  for (const { id, digest } of held) {
    sentAt.push(performance.now());
    await post(`${actions}/${id}/decisions`, personToken, {
      decision: "approve",
      seenDigest: digest,
      reason: { text: "measured" },
    });
  }
  return (await Promise.all(answeredAt)).map((at, i) => at - (sentAt[i] ?? at));
}
