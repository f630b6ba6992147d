import { expect, it } from "vitest";
import { Action } from "@/lib/actions/action.schemas";
import { toQueueItem } from "./queue.rules";
import { QueuedActionPage } from "./queue.schemas";

const at = "2026-11-20T10:00:00.000Z";
const action: Action = Action.parse({
  id: "act_1",
  agentId: "agt_1",
  agentName: "refund-desk",
  kind: "support",
  runId: null,
  action: "refund",
  typeVersion: 1,
  sentence: "Refund 12 EUR",
  resource: null,
  parameters: { amount: 12 },
  confidence: 0.5,
  reasoning: { summary: "The parcel arrived broken." },
  onBehalfOf: null,
  estimatedCost: { amount: "12", currency: "EUR" },
  effects: null,
  jurisdiction: null,
  toolCallId: null,
  traceId: null,
  metadata: null,
  zone: "yellow",
  status: "pending",
  verdict: {
    effect: "hold",
    policyVersion: "core-1",
    epoch: 1,
    interlocks: [
      { name: "confidence", effect: "hold", code: "confidence_low", message: "Confidence 0.5 is under the threshold." },
    ],
  },
  digest: "d",
  decision: null,
  finalParameters: null,
  permit: null,
  execution: null,
  settling: null,
  claim: null,
  escalation: null,
  questions: { open: 0, answered: 0 },
  review: { probability: 0, drawn: false },
  expiresAt: at,
  deadline: null,
  createdAt: at,
  url: "https://console.example/approvals?action=act_1",
});

it("a row read from a page is the row made from the whole action", () => {
  const page = QueuedActionPage.parse({ items: [action], nextCursor: null });
  expect(page.items.map(toQueueItem)).toEqual([toQueueItem(action)]);
  expect(page.items.map(toQueueItem)[0]).not.toHaveProperty("parameters");
  expect(page.items[0]).not.toHaveProperty("reasoning");
});

it.each([
  ["a value", { parameters: { amount: 12, deep: [{ note: "\u202egnp.exe" }] } }],
  ["a name of a parameter", { parameters: { "am\u200bount": 12 } }],
  ["a resource", { resource: { type: "order\u3164", id: "1" } }],
  ["whom it is for", { onBehalfOf: { type: "user", id: "u\u00ad1" } }],
  ["a currency", { estimatedCost: { amount: "9.00", currency: "EUR \u202e00.9" } }],
])("a row knows that %s conceals something", (_, change) => {
  expect(toQueueItem({ ...action, ...change }).conceals).toBe(true);
  expect(toQueueItem(action).conceals).toBe(false);
});

it("a row knows of questions where there are any, and keeps nothing where there are none", () => {
  expect(toQueueItem(action).questions).toBeNull();
  expect(toQueueItem({ ...action, questions: { open: 1, answered: 0 } }).questions).toEqual({ open: 1, answered: 0 });
  expect(toQueueItem({ ...action, questions: { open: 0, answered: 2 } }).questions).toEqual({ open: 0, answered: 2 });
});

it("an answer that lacks what a row shows is refused", () => {
  const { digest: _digest, ...rest } = action;
  expect(QueuedActionPage.safeParse({ items: [rest], nextCursor: null }).success).toBe(false);
  expect(QueuedActionPage.safeParse({ items: [{ ...action, zone: "blue" }], nextCursor: null }).success).toBe(false);
  expect(QueuedActionPage.safeParse({ items: [] }).success).toBe(false);
});
