"use client";

import { startTransition, useEffect, useState } from "react";

/** About a screenful of a desk: what one sees at once is drawn at once, on a larger screen within the next frame or two. */
const atFirst = 12;
/** More in a frame, and a press made meanwhile would wait for them. */
const perFrame = 8;

export interface DrawnRows {
  drawn: number;
  /** All of them are drawn, or once were: what stands under them has its place, and keeps it while more are added. */
  hasSettled: boolean;
}

/**
 * How many of a table's rows are drawn: a screenful at first, and more in each frame after it until all are. So a change to a page with
 * a long table is several short pieces of work, between which the page answers, instead of a long one.
 */
export function useDrawnRows(count: number): DrawnRows {
  const [drawn, setDrawn] = useState(atFirst);
  const [hasSettled, setHasSettled] = useState(false);
  const isWhole = drawn >= count;
  // No rows are none yet: their number is known with the first of them.
  if (isWhole && count > 0 && !hasSettled) setHasSettled(true);
  useEffect(() => {
    if (isWhole) return;
    const frame = requestAnimationFrame(() => startTransition(() => setDrawn(drawn + perFrame)));
    return () => cancelAnimationFrame(frame);
  }, [drawn, isWhole]);
  return { drawn: isWhole ? count : drawn, hasSettled: hasSettled || isWhole };
}
