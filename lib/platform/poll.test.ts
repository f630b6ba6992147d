import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Poll } from "./poll";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("looking again and again", () => {
  it("goes on while somebody wants it, one look at a time however many come, and begins anew with the next who comes", async () => {
    let wanted = true;
    let looking = 0;
    let most = 0;
    const look = vi.fn(async () => {
      most = Math.max(most, (looking += 1));
      await new Promise((resolve) => setTimeout(resolve, 300));
      looking -= 1;
    });
    const poll = new Poll(500, () => wanted, look);
    poll.start();
    poll.start();
    await vi.advanceTimersByTimeAsync(499);
    expect(look).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    poll.start();
    await vi.advanceTimersByTimeAsync(799);
    expect(look).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(look).toHaveBeenCalledTimes(2);
    wanted = false;
    await vi.runAllTimersAsync();
    expect(look).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(0);
    poll.start();
    expect(vi.getTimerCount()).toBe(0);
    wanted = true;
    poll.start();
    await vi.advanceTimersByTimeAsync(500);
    expect(look).toHaveBeenCalledTimes(3);
    expect(most).toBe(1);
  });
});
