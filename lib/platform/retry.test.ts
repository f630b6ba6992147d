import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoffMs, pause, retry } from "./retry";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("the wait before the next attempt", () => {
  it("grows with each failure, never over its most, never the same for all", () => {
    expect(backoffMs(0, {}, 0)).toBe(250);
    expect(backoffMs(0, {}, 1)).toBe(500);
    expect(backoffMs(3, {}, 0)).toBe(2_000);
    expect(backoffMs(3, {}, 1)).toBe(4_000);
    expect(backoffMs(50, {}, 1)).toBe(5_000);
    expect(backoffMs(1e9, { firstMs: 100, mostMs: 300 }, 1)).toBe(300);
  });
});

describe("a pause", () => {
  it("ends when its time is up, or at once when it is stopped, and leaves no timer", async () => {
    const stop = new AbortController();
    const paused = pause(60_000, stop.signal);
    stop.abort();
    await paused;
    await pause(60_000, stop.signal);
    expect(vi.getTimerCount()).toBe(0);
    const whole = pause(1_000, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(1_000);
    await whole;
  });
});

describe("trying again", () => {
  it("goes on until it succeeds, after 0.5, 1, 2, 4, and then 5 seconds", async () => {
    const at: number[] = [];
    const begun = Date.now();
    const failures: unknown[] = [];
    const attempt = () => {
      at.push(Date.now() - begun);
      return at.length < 7 ? Promise.reject(new Error(`no ${at.length}`)) : Promise.resolve("done");
    };
    const done = retry(attempt, { onFailure: (error) => failures.push(error) });
    await vi.runAllTimersAsync();
    expect(await done).toBe("done");
    expect(at).toEqual([0, 500, 1_500, 3_500, 7_500, 12_500, 17_500]);
    expect(failures).toHaveLength(6);
  });

  it("ends with what the last attempt failed with, when its patience ends", async () => {
    const attempt = vi.fn(() => Promise.reject(new Error("gone")));
    const failing = expect(retry(attempt, { patienceMs: 2_000 })).rejects.toThrow("gone");
    await vi.runAllTimersAsync();
    await failing;
    expect(attempt).toHaveBeenCalledTimes(3);
  });

  it("ends when it is stopped, in the middle of a wait and in the middle of an attempt, and tries no more", async () => {
    const stop = new AbortController();
    const attempt = vi.fn(() => Promise.reject(new Error("away")));
    const failing = expect(retry(attempt, { signal: stop.signal })).rejects.toThrow("away");
    await vi.advanceTimersByTimeAsync(700);
    expect(attempt).toHaveBeenCalledTimes(2);
    stop.abort();
    await failing;
    expect(vi.getTimerCount()).toBe(0);

    const stopped = retry(attempt, { signal: stop.signal });
    await expect(stopped).rejects.toThrow("away");
    expect(attempt).toHaveBeenCalledTimes(3);
  });
});
