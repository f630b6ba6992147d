"use client";

import { useClockText } from "@/components/patterns/time/clock";
import { ExactTime } from "@/components/patterns/time/exact-time";
import { Tooltip } from "@/components/ui/tooltip";
import { formatRelative } from "@/lib/platform/format";

export interface TimeAgoProps {
  /** RFC 3339 time, or Unix milliseconds. */
  at: string | number;
  /** Whether Tab stops on it to show the exact time. Switch off in long tables. */
  tabbable?: boolean;
  className?: string;
}

/** How long ago, ticking; the exact time with its zone on hover and focus. */
export function TimeAgo({ at, tabbable = true, className }: TimeAgoProps) {
  const atMs = typeof at === "number" ? at : Date.parse(at);
  const words = useClockText((nowMs) => formatRelative(atMs, nowMs));
  return (
    <Tooltip content={<ExactTime atMs={atMs} />}>
      <time dateTime={new Date(atMs).toISOString()} tabIndex={tabbable ? 0 : undefined} className={className}>
        {words}
      </time>
    </Tooltip>
  );
}
