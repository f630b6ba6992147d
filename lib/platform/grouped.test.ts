import { describe, expect, it } from "vitest";
import { grouped } from "./grouped";

const done = <R>(value: R): PromiseSettledResult<R> => ({ status: "fulfilled", value });

/** Work whose groups are let go one by one. */
function heldWork(name: string, limits = { most: 100, patienceMs: 60_000 }) {
  const groups: number[][] = [];
  const release: (() => void)[] = [];
  const double = grouped<number, number>(name, limits, async (items) => {
    groups.push([...items]);
    await new Promise<void>((resolve) => release.push(resolve));
    return items.map((item) => done(item * 2));
  });
  return { groups, release, double };
}

describe("grouped work", () => {
  it("sends what comes alone at once, and what comes meanwhile together, each with its own answer", async () => {
    const { groups, release, double } = heldWork("test-together");
    const all = Promise.all([1, 2, 3, 4].map((n) => double("line", n)));
    expect(groups).toEqual([[1]]);
    release[0]?.();
    await expect.poll(() => groups).toEqual([[1], [2, 3, 4]]);
    release[1]?.();
    expect(await all).toEqual([2, 4, 6, 8]);
  });

  it("sends no more together than may go, and loses none", async () => {
    const { groups, release, double } = heldWork("test-most", { most: 2, patienceMs: 60_000 });
    const all = Promise.all([1, 2, 3, 4].map((n) => double("line", n)));
    for (let sent = 0; sent < 3; sent++) {
      await expect.poll(() => groups.length).toBe(sent + 1);
      release[sent]?.();
    }
    expect(await all).toEqual([2, 4, 6, 8]);
    expect(groups).toEqual([[1], [2, 3], [4]]);
  });

  it("keeps lines apart", async () => {
    const { groups, release, double } = heldWork("test-lines");
    const all = Promise.all([double("a", 1), double("b", 2)]);
    expect(groups).toEqual([[1], [2]]);
    for (const go of release) go();
    expect(await all).toEqual([2, 4]);
  });

  it("goes on without a group that takes too long, whose answer comes when it comes", async () => {
    const { groups, release, double } = heldWork("test-patience", { most: 100, patienceMs: 10 });
    const [slow, next] = [double("line", 1), double("line", 2)];
    await expect.poll(() => groups).toEqual([[1], [2]]);
    release[1]?.();
    expect(await next).toBe(4);
    release[0]?.();
    expect(await slow).toBe(2);
    const later = double("line", 3);
    release[2]?.();
    expect(await later).toBe(6);
  });

  it("tells each its own fault, all the fault of the group, and goes on", async () => {
    const work = grouped<string, string>("test-faults", { most: 10, patienceMs: 60_000 }, (items) => {
      if (items.includes("all")) return Promise.reject(new Error("away"));
      return Promise.resolve(
        items.map((item) => (item === "bad" ? { status: "rejected", reason: new Error("refused") } : done(item))),
      );
    });
    const settled = await Promise.allSettled([work("l", "first"), work("l", "bad"), work("l", "good")]);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const lost = await Promise.allSettled([work("l", "alone"), work("l", "all"), work("l", "with it")]);
    expect(lost.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(await work("l", "later")).toBe("later");
  });

  it("tells whoever the work forgot", async () => {
    const forgets = grouped<string, string>("test-forgets", { most: 10, patienceMs: 60_000 }, () =>
      Promise.resolve([]),
    );
    await expect(forgets("l", "x")).rejects.toThrow("no answer");
  });
});
