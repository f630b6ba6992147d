import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldOver, foldReach, groupFacts, groupKey, queueLines, shows, standsFor } from "./queue-lines.rules";
import type { QueueItem } from "./queue.rules";

const at = "2026-11-27T00:00:00.000Z";
const none: ReadonlySet<string> = new Set();
const item = (id: string, change: Partial<QueueItem> = {}): QueueItem => ({
  id,
  sentence: "Wire",
  agentId: "agt_1",
  agentName: "runaway",
  kind: "finance",
  action: "wire",
  declared: true,
  zone: "red",
  status: "pending",
  digest: "d",
  expiresAt: at,
  createdAt: at,
  cost: null,
  claim: null,
  escalation: null,
  questions: null,
  settling: null,
  decision: null,
  why: null,
  conceals: false,
  ...change,
});
const flood = (n: number, change: Partial<QueueItem> = {}) =>
  Array.from({ length: n }, (_, i) => item(`f${i}`, change));
const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe("a flood in the queue", () => {
  it("is one line where its most urgent stood, and the others keep their order", () => {
    const [first, ...others] = flood(foldOver + 1);
    const items = [
      item("a", { agentId: "agt_2" }),
      first as QueueItem,
      item("b", { agentId: "agt_3" }),
      ...others,
      item("c", { agentId: "agt_2" }),
    ];
    const { lines, order } = queueLines(items, none, none);
    expect(idsOf(lines)).toEqual(["a", "group agt_1 wire", "b", "c"]);
    expect(idsOf(order)).toEqual(["a", "f0", "f1", "f2", "f3", "f4", "f5", "b", "c"]);
    expect(lines.map((line) => standsFor(line)?.id)).toEqual(["a", "f0", "b", "c"]);
    expect(lines.findIndex((line) => shows(line, "f4"))).toBe(1);
  });

  it("shows its actions under it when it is unfolded", () => {
    const { lines } = queueLines(
      [...flood(foldOver + 1), item("z", { agentId: "agt_2" })],
      new Set(["agt_1 wire"]),
      none,
    );
    expect(idsOf(lines)).toEqual(["group agt_1 wire", "f0", "f1", "f2", "f3", "f4", "f5", "z"]);
    expect(standsFor(lines[0]!)).toBeNull();
    expect(shows(lines[0]!, "f0")).toBe(false);
  });

  it("is none up to five, but what became one stays so down to two", () => {
    expect(queueLines(flood(foldOver), none, none).keys.size).toBe(0);
    expect(queueLines(flood(2), none, new Set(["agt_1 wire"])).lines).toHaveLength(1);
    expect(idsOf(queueLines(flood(1), none, new Set(["agt_1 wire"])).lines)).toEqual(["f0"]);
  });

  it("takes invented names as one, and declared ones each by itself", () => {
    expect(groupKey(item("a", { declared: false, action: "x1" }))).toBe(
      groupKey(item("b", { declared: false, action: "x2" })),
    );
    expect(groupKey(item("a", { action: "x1" }))).not.toBe(groupKey(item("b", { action: "x2" })));
    expect(groupKey(item("a"))).not.toBe(groupKey(item("b", { agentId: "agt_2" })));
  });

  it("says how many still wait, the worst zone and the earliest deadline", () => {
    const items = [
      item("a", { expiresAt: "2026-11-27T02:00:00.000Z" }),
      item("b", { zone: "yellow", expiresAt: "2026-11-27T01:00:00.000Z" }),
      item("c", { zone: "green", expiresAt: at }),
    ];
    const facts = groupFacts({ key: "k", items }, (each) => (each.id === "c" ? { ...each, status: "denied" } : each));
    expect(facts).toMatchObject({ zone: "red", expiresAt: "2026-11-27T01:00:00.000Z" });
    expect(idsOf(facts.waiting)).toEqual(["a", "b"]);
  });

  it("says what was asked about those that still wait, together", () => {
    const items = [
      item("a", { questions: { open: 2, answered: 1 } }),
      item("b"),
      item("c", { questions: { open: 1, answered: 0 } }),
      item("d", { questions: { open: 4, answered: 4 } }),
    ];
    const facts = groupFacts({ key: "k", items }, (each) => (each.id === "d" ? { ...each, status: "denied" } : each));
    expect(facts).toMatchObject({ openQuestions: 3, answeredQuestions: 1 });
  });

  it("loses no action and shows none twice, whatever waits and whatever is unfolded", () => {
    const agents = fc.constantFrom("agt_1", "agt_2", "agt_3");
    const waits = fc.array(
      fc.record({ agentId: agents, action: fc.constantFrom("wire", "pay"), declared: fc.boolean() }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(waits, fc.uniqueArray(agents), (given, open) => {
        const items = given.map((change, i) => item(String(i), change));
        const { lines, order } = queueLines(items, new Set(open.map((agent) => `${agent} wire`)), none);
        expect([...idsOf(order)].toSorted()).toEqual(idsOf(items).toSorted());
        for (const { id } of items) expect(lines.filter((line) => shows(line, id))).toHaveLength(1);
        expect(order[0]).toBe(items[0]);
      }),
    );
  });

  it("is looked for among the most urgent only: a list of any length stays one", () => {
    const { lines } = queueLines(flood(foldReach + 50), none, none);
    expect(lines).toHaveLength(51);
  });
});
