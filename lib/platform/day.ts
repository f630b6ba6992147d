import { readerZone } from "./time-zone";

const partsIn = new Map<string, Intl.DateTimeFormat>();

/** How far the wall clock of a zone is ahead of UTC at a moment, in milliseconds. */
export function offsetMs(atMs: number, timeZone: string): number {
  const format =
    partsIn.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  partsIn.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)])) as Record<
    "year" | "month" | "day" | "hour" | "minute" | "second",
    number
  >;
  return (
    Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - Math.floor(atMs / 1000) * 1000
  );
}

/** The first moment at which the zone's wall clock says `midnight` or any other time, which is given as the same figures read as UTC, in milliseconds. */
export function firstMoment(midnight: number, timeZone: string): string {
  // Clocks may be put forward at midnight itself: then the day begins later, at the moment of the change, where the two offsets meet.
  const [before, after] = [
    midnight - offsetMs(midnight - 86_400_000, timeZone),
    midnight - offsetMs(midnight + 86_400_000, timeZone),
  ];
  const starts = [Math.min(before, after), Math.max(before, after)].filter(
    (at) => at + offsetMs(at, timeZone) >= midnight,
  );
  return new Date(starts[0] ?? Math.max(before, after)).toISOString();
}

/**
 * The first moment of the day that `now` is in.
 *
 * @param timeZone IANA name; the reader's by default, which only a browser knows
 * @returns RFC 3339, UTC
 */
export function startOfDay(timeZone = readerZone(), now = new Date()): string {
  const wall = new Date(now.getTime() + offsetMs(now.getTime(), timeZone));
  return firstMoment(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()), timeZone);
}

/**
 * An hour of a day by the zone's wall clock, some days after the one that `now` is in; where clocks are put forward over it, the moment
 * at which they are.
 *
 * @param timeZone IANA name
 * @returns Unix milliseconds
 */
export function hourOfDay(hour: number, daysLater: number, timeZone = readerZone(), now = new Date()): number {
  const wall = new Date(now.getTime() + offsetMs(now.getTime(), timeZone));
  return Date.parse(
    firstMoment(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate() + daysLater, hour), timeZone),
  );
}

/**
 * The first moment of a day by its date, or of one some days later.
 *
 * @param date `2026-11-27`
 * @param timeZone IANA name
 * @returns RFC 3339, UTC; null where that is no date
 */
export function startOfDate(date: string, timeZone: string, daysLater = 0): string | null {
  const midnight = Date.parse(`${date}T00:00:00.000Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null;
  return firstMoment(midnight + daysLater * 86_400_000, timeZone);
}
