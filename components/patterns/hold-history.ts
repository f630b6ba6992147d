"use client";

import type { Go } from "@/components/patterns/leaving";

/** Where the browser numbers its history (Navigation API), the number of the page one is on. */
function place(): number | undefined {
  const { navigation } = window as { navigation?: { currentEntry?: { index: number } | null } };
  return navigation?.currentEntry?.index;
}

/**
 * Holds the browser's Back and Forward: it has gone already when it tells, so it is sent back to where it was before anything else
 * hears of it, and `ask` is given the way on. A browser that does not number its history is taken to have gone one step back.
 *
 * @returns what ends that
 */
export function holdHistory(ask: (go: Go) => void): () => void {
  const here = { page: window.location.pathname, place: place() };
  let returning = false;

  function onTraverse(event: PopStateEvent) {
    if (returning) {
      // The router never heard that one was away.
      returning = false;
      event.stopImmediatePropagation();
      return;
    }
    if (window.location.pathname === here.page) return;
    event.stopImmediatePropagation();
    const now = place();
    const steps = here.place !== undefined && now !== undefined && now !== here.place ? now - here.place : -1;
    returning = true;
    window.history.go(-steps);
    ask(() => window.history.go(steps));
  }

  // Listeners that capture come before the router's.
  window.addEventListener("popstate", onTraverse, { capture: true });
  return () => window.removeEventListener("popstate", onTraverse, { capture: true });
}
