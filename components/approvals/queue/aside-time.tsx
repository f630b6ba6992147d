"use client";

import { useNow } from "@/components/patterns/time/clock";
import { useTimeZone } from "@/components/patterns/time/time-zone";
import { formatDate, formatTimeOfDay } from "@/lib/platform/format";

const minuteMs = 60_000;

/** When something comes back: `14:30`, and on another day `29 Nov 2026, 09:00`, on the reader's clock. */
export function AsideTime({ atMs }: { atMs: number }) {
  return asideTime(atMs, useTimeZone(), useNow(minuteMs));
}

/** @param timeZone IANA name */
export function asideTime(atMs: number, timeZone: string, nowMs = Date.now()): string {
  const [day, today] = [formatDate(atMs, timeZone), formatDate(nowMs, timeZone)];
  return day === today ? formatTimeOfDay(atMs, timeZone) : `${day}, ${formatTimeOfDay(atMs, timeZone)}`;
}
