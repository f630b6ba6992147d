import type { ServerProcess } from "../testing/stack";
import { median, ms, type Figure } from "./figures";
import { measure, type Measured } from "./load";

const rounds = 3;
const seconds = 6;
const batchSize = 100;

export const ask = {
  action: "pay",
  parameters: { amount: 12.5, to: "acct_812", note: "Invoice 2291, second part" },
  confidence: 0.97,
  reasoning: { summary: "The invoice is due and matches the order." },
  resource: { type: "account", id: "acct_812" },
};

/** The gate beside the bare handler, in turns, so that whatever else the machine does hits both alike. */
export async function benchGate(server: ServerProcess, key: string): Promise<Figure[]> {
  const headers = { authorization: `Bearer ${key}` };
  const bare = () => measure({ url: `${server.url}/api/floor`, body: JSON.stringify(ask), seconds, expect: 200 });
  const single = () =>
    measure({ url: `${server.url}/api/v1/actions`, body: JSON.stringify(ask), headers, seconds, expect: 201 });
  const batch = () =>
    measure({
      url: `${server.url}/api/v1/actions/batch`,
      body: JSON.stringify({ actions: Array.from({ length: batchSize }, () => ask) }),
      headers,
      seconds,
      expect: 200,
    });
  await bare();
  await single();

  const floors: Measured[] = [];
  const singles: Measured[] = [];
  const batches: Measured[] = [];
  for (let i = 0; i < rounds; i++) {
    floors.push(await bare());
    singles.push(await single());
    batches.push(await batch());
  }
  const rate = (all: Measured[]) => median(all.map((m) => m.requestsPerSecond));
  const p50 = (all: Measured[]) => median(all.map((m) => m.p50Ms));
  const ratio = rate(singles) / rate(floors);
  const slower = p50(singles) / p50(floors);
  const gain = (rate(batches) * batchSize) / rate(singles);
  return [
    {
      name: "gate, one action per request, 16 connections ÷ bare handler",
      value: `${ratio.toFixed(2)} (${rate(singles).toFixed(0)}/s ÷ ${rate(floors).toFixed(0)}/s)`,
      target: "≥ 0.6",
      met: ratio >= 0.6,
    },
    {
      name: "its p50 ÷ bare handler's p50",
      value: `${slower.toFixed(2)} (${ms(p50(singles))} ÷ ${ms(p50(floors))})`,
      target: "≤ 2",
      met: slower <= 2,
    },
    {
      name: "actions/s in batches of 100 ÷ single rate",
      value: `${gain.toFixed(1)} (${(rate(batches) * batchSize).toFixed(0)}/s)`,
      target: "≥ 10",
      met: gain >= 10,
    },
  ];
}
