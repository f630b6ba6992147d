import { describe, expect, it, vi } from "vitest";
import { giveWay, goFirst, letStopsGoFirst } from "./stops-first";

/** Has it come to its end by now? */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  let done = false;
  void work.then(() => (done = true));
  await Promise.resolve();
  await Promise.resolve();
  return done;
}

describe("what is asked for while a stop is under way", () => {
  it("begins at once where none is", async () => {
    expect(await isDone(letStopsGoFirst())).toBe(true);
  });

  it("begins when the last of them is over, also one that failed", async () => {
    const ends: (() => void)[] = [];
    const one = goFirst(() => new Promise<void>((resolve) => ends.push(resolve)));
    const other = goFirst(() => new Promise<void>((_, reject) => ends.push(() => reject(new Error("no")))));
    const waiting = letStopsGoFirst();
    ends[0]?.();
    await one;
    expect(await isDone(waiting)).toBe(false);
    ends[1]?.();
    await expect(other).rejects.toThrow("no");
    expect(await isDone(waiting)).toBe(true);
  });

  it("does not wait for ever: a row of stops slows it down and does not halt it", async () => {
    vi.useFakeTimers();
    let end = (): void => undefined;
    const stop = goFirst(() => new Promise<void>((resolve) => (end = resolve)));
    const waiting = letStopsGoFirst();
    await vi.advanceTimersByTimeAsync(249);
    expect(await isDone(waiting)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await isDone(waiting)).toBe(true);
    end();
    await stop;
    vi.useRealTimers();
  });

  it("is let past between two steps of long work, though it came in during the first", async () => {
    const order: string[] = [];
    const work = async () => {
      // The request that came in is only read when the loop has its turn.
      setImmediate(() => void goFirst(async () => Promise.resolve().then(() => order.push("stop"))));
      order.push("first step");
      await giveWay();
      order.push("second step");
    };
    await work();
    expect(order).toEqual(["first step", "stop", "second step"]);
  });
});
