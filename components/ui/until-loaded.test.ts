import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { untilLoaded } from "./until-loaded";

describe("a part of the page that is fetched when it is needed", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("comes when the server is back, and is asked for no more then", async () => {
    const load = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new Error("away"))
      .mockRejectedValueOnce(new Error("away"))
      .mockResolvedValue("part");
    const part = untilLoaded(load);
    await vi.runAllTimersAsync();
    expect(await part).toBe("part");
    expect(load).toHaveBeenCalledTimes(3);
  });

  it("is not asked for again where it comes at once", async () => {
    const load = vi.fn<() => Promise<string>>().mockResolvedValue("part");
    expect(await untilLoaded(load)).toBe("part");
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("fails in the end with what it failed with", async () => {
    const part = untilLoaded(() => Promise.reject(new Error("gone")));
    const failing = expect(part).rejects.toThrow("gone");
    await vi.runAllTimersAsync();
    await failing;
  });
});
