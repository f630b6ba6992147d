"use client";

import { clsx } from "clsx";
import { useNow } from "@/components/patterns/time/clock";
import { ExactTime } from "@/components/patterns/time/exact-time";
import { Tooltip } from "@/components/ui/tooltip";
import { formatQuantity, formatTimeLeft } from "@/lib/platform/format";

export interface CountdownProps {
  /** RFC 3339 time, or Unix milliseconds. */
  until: string | number;
  /** What is shown when no time is left. */
  over?: string;
  /** Tell screen readers when a minute and when nothing is left. For the one that matters, not in lists. */
  announce?: boolean;
  /** Whether Tab stops on it to show the exact time. For the one that matters, not in lists. */
  tabbable?: boolean;
  className?: string;
}

const minuteMs = 60_000;

/** Time left, every second; turns to danger colour in the last minute. The exact time with its zone on hover, and on focus where Tab stops. */
export function Countdown({ until, tabbable = false, ...shown }: CountdownProps) {
  const untilMs = typeof until === "number" ? until : Date.parse(until);
  return (
    <Tooltip content={<ExactTime atMs={untilMs} />}>
      <span role="timer" tabIndex={tabbable ? 0 : undefined} className="rounded-sm">
        <TimeLeft untilMs={untilMs} {...shown} />
      </span>
    </Tooltip>
  );
}

/** The time that is shown, in words: "4:32" is said as the time of a clock. */
function timeInWords(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), "day"],
    [Math.floor(seconds / 3600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ] as const;
  return parts
    .flatMap(([count, unit]) => (count > 0 ? [formatQuantity(count, unit)] : []))
    .slice(0, 2)
    .join(" ");
}

/** What is said unasked, once each: that less than five minutes, less than one, and nothing is left. */
function news(leftMs: number, over: string): string {
  if (leftMs <= 0) return over;
  if (leftMs < minuteMs) return "Less than a minute left";
  return leftMs < 5 * minuteMs ? "Less than five minutes left" : "";
}

/** What changes every second, and nothing around it. */
function TimeLeft({
  untilMs,
  over = "expired",
  announce = false,
  className,
}: Omit<CountdownProps, "until" | "tabbable"> & { untilMs: number }) {
  const leftMs = untilMs - useNow(1000);
  const done = leftMs <= 0;
  return (
    <span className={clsx("tabular-nums", leftMs < minuteMs && "text-danger", className)}>
      <span aria-hidden={announce}>{done ? over : formatTimeLeft(leftMs)}</span>
      {announce ? (
        <>
          {/* Read whenever one comes to it: as much as is shown. */}
          <span className="sr-only">{done ? over : timeInWords(leftMs) + " left"}</span>
          <span aria-live="polite" className="sr-only">
            {news(leftMs, over)}
          </span>
        </>
      ) : null}
    </span>
  );
}
