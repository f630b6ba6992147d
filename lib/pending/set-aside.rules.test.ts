import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asideChoices, asideObstacle, backAtMs, isAside, longestAsideDays, urgentSeconds } from "./set-aside.rules";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nowMs = Date.parse("2026-11-28T08:00:00Z");

describe("what is set aside", () => {
  it("is so until its time, and not in its last minute, whichever comes first", () => {
    const minutes = fc.integer({ min: -120, max: 120 });
    fc.assert(
      fc.property(minutes, minutes, (until, expires) => {
        const [untilMs, expiresAtMs] = [nowMs + until * minuteMs, nowMs + expires * minuteMs];
        const aside = isAside(untilMs, expiresAtMs, nowMs);
        expect(aside).toBe(until > 0 && expiresAtMs - nowMs > urgentSeconds * 1000);
        // It comes back at that moment, and not a moment before.
        const backMs = backAtMs(untilMs, expiresAtMs);
        if (aside)
          expect([isAside(untilMs, expiresAtMs, backMs - 1), isAside(untilMs, expiresAtMs, backMs)]).toEqual([
            true,
            false,
          ]);
      }),
    );
    expect(isAside(null, nowMs + hourMs, nowMs)).toBe(false);
  });

  it("is set aside for the future, a week at most, and never past its time to decide", () => {
    const expiresAtMs = nowMs + 30 * 24 * hourMs;
    expect(asideObstacle(nowMs + 1, expiresAtMs, nowMs)).toBeNull();
    expect(asideObstacle(nowMs + longestAsideDays * 24 * hourMs, expiresAtMs, nowMs)).toBeNull();
    expect(asideObstacle(nowMs, expiresAtMs, nowMs)).toBe("That time is over.");
    expect(asideObstacle(nowMs + longestAsideDays * 24 * hourMs + 1, expiresAtMs, nowMs)).toContain("7 days at most");
    expect(asideObstacle(nowMs + hourMs, nowMs + hourMs, nowMs)).toBeNull();
    expect(asideObstacle(nowMs + hourMs + 1, nowMs + hourMs, nowMs)).toBe("Its time to decide ends before.");
  });

  it("is offered for times that lie within its own; the others say why not", () => {
    const choices = asideChoices({ nowMs, tomorrowMs: nowMs + 25 * hourMs, expiresAtMs: nowMs + hourMs });
    expect(choices.map(({ label, obstacle }) => [label, obstacle])).toEqual([
      ["15 minutes", null],
      ["1 hour", null],
      ["Until tomorrow, 9:00", "Its time to decide ends before."],
    ]);
  });
});
