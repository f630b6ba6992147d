import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourOfDay, startOfDate, startOfDay } from "./day";

const dayOf = (atMs: number, timeZone: string) =>
  new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(atMs);

describe("the start of the day", () => {
  it.each([
    ["Europe/Berlin", "2026-11-26T14:00:00Z", "2026-11-25T23:00:00.000Z"],
    ["Asia/Kolkata", "2026-11-26T20:00:00Z", "2026-11-26T18:30:00.000Z"],
    ["America/Los_Angeles", "2026-11-26T02:00:00Z", "2026-11-25T08:00:00.000Z"],
    ["UTC", "2026-11-26T00:00:00Z", "2026-11-26T00:00:00.000Z"],
    // Clocks change on these days: the day is 23 or 25 hours long.
    ["Europe/Berlin", "2026-03-29T20:00:00Z", "2026-03-28T23:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25T20:00:00Z", "2026-10-24T22:00:00.000Z"],
    // Put forward at midnight itself: the day begins at one o'clock.
    ["America/Santiago", "2025-09-07T12:00:00Z", "2025-09-07T04:00:00.000Z"],
    // Put back at midnight itself: the hour before midnight comes twice, the day begins after both.
    ["America/Santiago", "2026-04-05T12:00:00Z", "2026-04-05T04:00:00.000Z"],
  ])("in %s at %s is %s", (timeZone, now, start) => {
    expect(startOfDay(timeZone, new Date(now))).toBe(start);
  });

  it("is the first moment of that day, in every zone", () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const moments = fc.date({ min: new Date("2015-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(zones, moments, (timeZone, now) => {
        const start = Date.parse(startOfDay(timeZone, now));
        expect(start).toBeLessThanOrEqual(now.getTime());
        expect(dayOf(start, timeZone)).toBe(dayOf(now.getTime(), timeZone));
        expect(dayOf(start - 1, timeZone)).not.toBe(dayOf(now.getTime(), timeZone));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("an hour of a day by the clock on the wall", () => {
  it.each([
    ["Europe/Berlin", "2026-11-28T20:00:00Z", "2026-11-29T08:00:00.000Z"],
    // It is tomorrow there already.
    ["Asia/Kolkata", "2026-11-28T20:00:00Z", "2026-11-30T03:30:00.000Z"],
    ["America/Los_Angeles", "2026-11-28T02:00:00Z", "2026-11-28T17:00:00.000Z"],
    // Clocks change in between: it is nine all the same.
    ["Europe/Berlin", "2026-03-28T20:00:00Z", "2026-03-29T07:00:00.000Z"],
    ["Europe/Berlin", "2026-10-24T20:00:00Z", "2026-10-25T08:00:00.000Z"],
    // The last of a month.
    ["UTC", "2026-12-31T12:00:00Z", "2027-01-01T09:00:00.000Z"],
  ])("nine of the next day in %s at %s is %s", (timeZone, now, nine) => {
    expect(new Date(hourOfDay(9, 1, timeZone, new Date(now))).toISOString()).toBe(nine);
  });
});

describe("a day by its date", () => {
  it("begins when that day begins, and ends when the next one does, in every zone", () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const moments = fc.date({ min: new Date("2015-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(zones, moments, (timeZone, now) => {
        const date = dayOf(now.getTime(), timeZone);
        expect(startOfDate(date, timeZone)).toBe(startOfDay(timeZone, now));
        const next = Date.parse(startOfDate(date, timeZone, 1) ?? "");
        expect(next).toBeGreaterThan(now.getTime());
        expect(dayOf(next - 1, timeZone)).toBe(date);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["", "2026-02-30", "27.11.2026", "2026-11-27T00:00", "yesterday", "2026-1-1"])("is none for %o", (text) => {
    expect(startOfDate(text, "UTC")).toBeNull();
  });
});
