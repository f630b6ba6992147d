import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarStretch, calendarUnits, type CalendarUnit } from "./calendar";

const told = (unit: CalendarUnit, zone: string, at: string) => {
  const { fromMs, untilMs } = calendarStretch(unit, zone, Date.parse(at));
  return [new Date(fromMs).toISOString(), new Date(untilMs).toISOString()].map((time) => time.replace(":00.000Z", "Z"));
};

describe("stretches of the calendar", () => {
  it("begin at the wall clock's midnight, whichever day it is in UTC", () => {
    expect(told("day", "Asia/Tokyo", "2026-03-31T15:30:00Z")).toEqual(["2026-03-31T15:00Z", "2026-04-01T15:00Z"]);
    expect(told("month", "Asia/Tokyo", "2026-03-31T15:30:00Z")).toEqual(["2026-03-31T15:00Z", "2026-04-30T15:00Z"]);
    expect(told("month", "UTC", "2028-02-29T23:59:59Z")).toEqual(["2028-02-01T00:00Z", "2028-03-01T00:00Z"]);
  });

  it("begin a week on Monday, also over the turn of a year", () => {
    expect(told("week", "UTC", "2027-01-03T23:59:59.999Z")).toEqual(["2026-12-28T00:00Z", "2027-01-04T00:00Z"]);
    expect(told("week", "UTC", "2027-01-04T00:00:00Z")).toEqual(["2027-01-04T00:00Z", "2027-01-11T00:00Z"]);
  });

  it("have 23 and 25 hours on the days on which clocks are changed", () => {
    expect(told("day", "Europe/Berlin", "2026-03-29T12:00:00Z")).toEqual(["2026-03-28T23:00Z", "2026-03-29T22:00Z"]);
    expect(told("day", "Europe/Berlin", "2026-10-25T12:00:00Z")).toEqual(["2026-10-24T22:00Z", "2026-10-25T23:00Z"]);
    expect(told("month", "Europe/Berlin", "2026-03-29T12:00:00Z")).toEqual(["2026-02-28T23:00Z", "2026-03-31T22:00Z"]);
    expect(told("week", "America/New_York", "2026-11-01T12:00:00Z")).toEqual([
      "2026-10-26T04:00Z",
      "2026-11-02T05:00Z",
    ]);
  });

  it("give an hour that comes twice two stretches, and an hour that is left out none", () => {
    expect(told("hour", "Europe/Berlin", "2026-10-25T00:30:00Z")).toEqual(["2026-10-25T00:00Z", "2026-10-25T01:00Z"]);
    expect(told("hour", "Europe/Berlin", "2026-10-25T01:30:00Z")).toEqual(["2026-10-25T01:00Z", "2026-10-25T02:00Z"]);
    expect(told("hour", "Europe/Berlin", "2026-03-29T00:59:00Z")).toEqual(["2026-03-29T00:00Z", "2026-03-29T01:00Z"]);
  });

  it("follow zones that are half an hour off, and clocks that are changed by half an hour", () => {
    expect(told("hour", "Asia/Kolkata", "2026-06-01T10:29:59Z")).toEqual(["2026-06-01T09:30Z", "2026-06-01T10:30Z"]);
    expect(told("day", "Asia/Kolkata", "2026-06-01T18:30:00Z")).toEqual(["2026-06-01T18:30Z", "2026-06-02T18:30Z"]);
    // Lord Howe puts its clock from 02:00 back to 01:30.
    expect(told("hour", "Australia/Lord_Howe", "2026-04-04T14:45:00Z")).toEqual([
      "2026-04-04T14:00Z",
      "2026-04-04T15:00Z",
    ]);
    expect(told("hour", "Australia/Lord_Howe", "2026-04-04T15:10:00Z")).toEqual([
      "2026-04-04T15:00Z",
      "2026-04-04T15:30Z",
    ]);
  });

  it("cover all time in every zone, each beginning where the one before ends", () => {
    const zones = [
      "UTC",
      "Europe/Berlin",
      "America/Havana",
      "America/St_Johns",
      "Asia/Kathmandu",
      "Asia/Beirut",
      "Australia/Lord_Howe",
      "Pacific/Chatham",
    ];
    const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...calendarUnits), fc.constantFrom(...zones), moments, (unit, zone, atMs) => {
        const stretch = calendarStretch(unit, zone, atMs);
        expect(stretch.fromMs).toBeLessThanOrEqual(atMs);
        expect(stretch.untilMs).toBeGreaterThan(atMs);
        expect(calendarStretch(unit, zone, stretch.fromMs)).toEqual(stretch);
        expect(calendarStretch(unit, zone, stretch.untilMs - 1)).toEqual(stretch);
        expect(calendarStretch(unit, zone, stretch.untilMs).fromMs).toBe(stretch.untilMs);
      }),
      { numRuns: 400 },
    );
  });
});
