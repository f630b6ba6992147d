import { describe, expect, it } from "vitest";
import { connectionState, toldDelayMs } from "./connection.rules";

describe("the connection's state", () => {
  it("is live while heartbeats arrive, reconnecting when cut, stale after long silence", () => {
    expect(connectionState(6_000, false)).toBe("live");
    expect(connectionState(0, true)).toBe("reconnecting");
    expect(connectionState(13_000, false)).toBe("reconnecting");
    expect(connectionState(25_000, true)).toBe("stale");
    expect(connectionState(25_000, false)).toBe("stale");
  });

  it("is restarting where the server said that it stops, and stale all the same if it stays away", () => {
    expect(connectionState(3_000, false, true)).toBe("live");
    expect(connectionState(3_000, true, true)).toBe("restarting");
    expect(connectionState(15_000, true, true)).toBe("restarting");
    expect(connectionState(20_000, true, true)).toBe("stale");
  });

  it("comes back when it was told to, within reason", () => {
    expect(toldDelayMs({ retryAfterMs: 1_200 })).toBe(1_200);
    expect(toldDelayMs({ retryAfterMs: 86_400_000 })).toBe(10_000);
    for (const retryAfterMs of [undefined, -1, Number.NaN, "2", null])
      expect(toldDelayMs({ retryAfterMs })).toBe(1_500);
  });
});
