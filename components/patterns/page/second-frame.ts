"use client";

import { startTransition, useEffect, useState } from "react";
import { useInBrowser } from "@/components/patterns/preferences/in-browser";

/**
 * Whether a heavy part of a page is drawn: where one changes to the page, from its second frame on, so that the change is two short pieces
 * of work, between which the page answers, instead of a long one; as a transition, so that rendering it gives way to a press, too. What the
 * server has drawn is there at once.
 */
export function useSecondFrame(): boolean {
  const changedTo = useInBrowser();
  const [waits, setWaits] = useState(changedTo);
  useEffect(() => {
    if (!waits) return;
    const frame = requestAnimationFrame(() => startTransition(() => setWaits(false)));
    return () => cancelAnimationFrame(frame);
  }, [waits]);
  return !waits;
}
