import { firstMoment, offsetMs } from "./day";

/** Stretches of the calendar, by the wall clock of a time zone. A week begins on Monday (ISO 8601). */
export const calendarUnits = ["hour", "day", "week", "month"] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

/** From a moment on, up to another that is no part of it; Unix milliseconds. */
export interface Stretch {
  fromMs: number;
  untilMs: number;
}

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** The moment between two at which the zone's clock was changed; they have different offsets. */
function changeBetween(beforeMs: number, afterMs: number, timeZone: string): number {
  const after = offsetMs(afterMs, timeZone);
  let [low, high] = [beforeMs, afterMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle, timeZone) === after) high = middle;
    else low = middle;
  }
  return high;
}

/** An hour of the wall clock. One in which the clock is changed ends there, and what is left of the hour after it is one of its own. */
function hourAt(atMs: number, timeZone: string): Stretch {
  const offset = offsetMs(atMs, timeZone);
  const from = Math.floor((atMs + offset) / hourMs) * hourMs - offset;
  const until = from + hourMs;
  return {
    fromMs: offsetMs(from, timeZone) === offset ? from : changeBetween(from, atMs, timeZone),
    untilMs: offsetMs(until, timeZone) === offset ? until : changeBetween(atMs, until, timeZone),
  };
}

/** The dates, as figures read as UTC, on which a stretch of days begins and the next one does. */
function edgesOf(unit: Exclude<CalendarUnit, "hour">, wall: Date): [number, number] {
  const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()];
  if (unit === "month") return [Date.UTC(year, month), Date.UTC(year, month + 1)];
  const since = unit === "week" ? (wall.getUTCDay() + 6) % 7 : 0;
  const from = Date.UTC(year, month, day - since);
  return [from, from + (unit === "week" ? 7 : 1) * dayMs];
}

/**
 * The hour, day, week or month that a moment is in. They follow each other without a gap: each ends where the next one begins, also where
 * clocks are changed and in zones that are half an hour off.
 * @param timeZone IANA name
 */
export function calendarStretch(unit: CalendarUnit, timeZone: string, atMs: number): Stretch {
  if (unit === "hour") return hourAt(atMs, timeZone);
  const wall = new Date(atMs + offsetMs(atMs, timeZone));
  const [from, until] = edgesOf(unit, wall);
  return {
    fromMs: Date.parse(firstMoment(from, timeZone)),
    untilMs: Date.parse(firstMoment(until, timeZone)),
  };
}
