"use client";

import { formatExact } from "@/lib/platform/format";
import { readerZone } from "@/lib/platform/time-zone";

/** Drawn only in the browser, when a tooltip opens: so it may name the reader's zone, and UTC beside it. @param atMs Unix milliseconds */
export function ExactTime({ atMs }: { atMs: number }) {
  const zone = readerZone();
  return (
    <span className="tabular-nums">
      {formatExact(atMs, zone)}
      {zone === "UTC" ? null : <span className="block opacity-75">{formatExact(atMs, "UTC")}</span>}
    </span>
  );
}
