"use client";

import { clsx } from "clsx";
import { useNow } from "@/components/patterns/clock";
import { formatDuration, formatTimeLeft } from "@/lib/platform/format";

export interface CountdownProps {
  /** RFC 3339 time, or Unix milliseconds. */
  until: string | number;
  /** What is shown when no time is left. */
  over?: string;
  /** Tell screen readers when a minute and when nothing is left. For the one that matters, not in lists. */
  announce?: boolean;
  className?: string;
}

const minuteMs = 60_000;

/** Time left, every second; turns to danger colour in the last minute. */
export function Countdown({ until, over = "expired", announce = false, className }: CountdownProps) {
  const untilMs = typeof until === "number" ? until : Date.parse(until);
  const leftMs = untilMs - useNow(1000);
  const done = leftMs <= 0;
  return (
    <span role="timer" className={clsx("tabular-nums", leftMs < minuteMs && "text-danger", className)}>
      <span aria-hidden={announce}>{done ? over : formatTimeLeft(leftMs)}</span>
      {announce ? (
        <span aria-live="polite" className="sr-only">
          {done ? over : leftMs < minuteMs ? "Less than a minute left" : formatDuration(Math.ceil(leftMs / minuteMs) * minuteMs) + " left"}
        </span>
      ) : null}
    </span>
  );
}
