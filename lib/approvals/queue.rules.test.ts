import { describe, expect, it } from "vitest";
import {
  approveObstacle,
  bulkObstacle,
  decidedNow,
  filterCount,
  neighbourOf,
  noFilters,
  type QueueItem,
  queueParameters,
  rangeBetween,
} from "./queue.rules";

const since = "2026-11-20T00:00:00.000Z";
const item = (id: string, change: Partial<QueueItem> = {}): QueueItem => ({
  id,
  sentence: "Refund",
  agentId: "agt_1",
  agentName: "refund-desk",
  kind: "support",
  action: "refund",
  declared: true,
  zone: "yellow",
  status: "pending",
  digest: "d",
  expiresAt: since,
  createdAt: since,
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

describe("the queue's query", () => {
  it("asks for what waits, in the queue's order, and passes on only the filters that are set", () => {
    expect(queueParameters(noFilters, since)).toEqual({ status: "pending", sort: "queue", for: "me", limit: "100" });
    const all = queueParameters({ ...noFilters, view: "all", zones: ["red", "yellow"], text: "gpu" }, since);
    expect(all).toEqual({ status: "pending", sort: "queue", limit: "100", zone: "red,yellow", q: "gpu" });
    expect(filterCount({ ...noFilters, view: "all" })).toBe(0);
  });

  it("shows in `decided` what was decided since the day began, never what waits", () => {
    const parameters = queueParameters({ ...noFilters, view: "decided" }, since);
    expect(parameters.decidedAfter).toBe(since);
    expect(parameters.status).not.toContain("pending");
  });
});

describe("choosing several", () => {
  it("never takes one of another type or zone", () => {
    const chosen = [item("a")];
    expect(bulkObstacle(chosen, item("b", { action: "send_email" }))).toMatch(/same action/);
    expect(bulkObstacle(chosen, item("b", { zone: "green" }))).toMatch(/one zone/);
    expect(bulkObstacle(chosen, item("b"))).toBeNull();
  });

  it("takes red, to reject it: what is red, or of several types or zones, is not approved together", () => {
    const red = (id: string) => item(id, { zone: "red" });
    expect(bulkObstacle([red("a")], red("b"))).toBeNull();
    expect(approveObstacle([red("a"), red("b")])).toMatch(/one by one/);
    expect(approveObstacle([item("a"), item("b", { zone: "green" })])).toMatch(/one zone/);
    expect(approveObstacle([item("a"), item("b", { action: "send_email" })])).toMatch(
      /same action .* these are .* and send_email\./,
    );
    expect(approveObstacle([item("a"), item("b")])).toBeNull();
  });

  it("takes nothing that is decided or settling, and at most a hundred", () => {
    expect(bulkObstacle([], item("b", { status: "approved" }))).not.toBeNull();
    const by = { type: "person" as const, id: "p", name: "M. Ito" };
    expect(
      bulkObstacle([], item("b", { settling: { outcome: "approve", by, at: since, until: since } })),
    ).not.toBeNull();
    expect(
      bulkObstacle(
        Array.from({ length: 100 }, (_, n) => item(String(n))),
        item("b"),
      ),
    ).toMatch(/At most 100/);
  });

  it("extends in both directions", () => {
    const items = ["a", "b", "c", "d"].map((id) => item(id));
    expect(rangeBetween(items, "c", "a").map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(rangeBetween(items, "a", "gone")).toEqual([]);
  });
});

describe("where one stands when a row leaves", () => {
  const items = [{ id: "a" }, { id: "b" }, { id: "c" }];
  it("is the next that stays, else the one before, else nowhere", () => {
    expect(neighbourOf(items, "a", (id) => id === "a")).toBe("b");
    expect(neighbourOf(items, "a", (id) => id !== "c")).toBe("c");
    expect(neighbourOf(items, "c", (id) => id === "c")).toBe("b");
    expect(neighbourOf(items, "b", () => true)).toBeNull();
  });
});

describe("what was decided today", () => {
  const by = { type: "person" as const, id: "per_1", name: "Ada" };
  const settling = item("a", { settling: { outcome: "approve", by, at: since, until: since } });
  const rejected = item("b", { status: "denied", decision: { outcome: "reject", by, at: since } });
  const changed = new Map([
    ["a", settling],
    ["b", rejected],
    ["c", item("c")],
  ]);

  it("shows an answer as soon as it is given, the newest first, and nothing that waits", () => {
    expect(decidedNow([], changed, noFilters).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(decidedNow([rejected], changed, noFilters).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("shows no more what was taken back", () => {
    expect(decidedNow([settling], new Map([["a", item("a")]]), noFilters)).toEqual([]);
  });

  it("keeps to the filters", () => {
    expect(decidedNow([], changed, { ...noFilters, zones: ["red"] })).toEqual([]);
    expect(decidedNow([], changed, { ...noFilters, text: "REFUND" })).toHaveLength(2);
    expect(decidedNow([], changed, { ...noFilters, action: "scale" })).toEqual([]);
  });
});
