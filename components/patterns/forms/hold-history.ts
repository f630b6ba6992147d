"use client";

import type { Go } from "@/components/patterns/forms/leaving";

interface Held {
  page: string;
  place: number | undefined;
  ask: (go: Go) => void;
}

let held: Held | null = null;
/** We sent the browser back, and it has not reported yet that it is there. */
let returning = false;

/** Where the browser numbers its history (Navigation API), the number of the page one is on. */
function place(): number | undefined {
  const { navigation } = window as { navigation?: { currentEntry?: { index: number } | null } };
  return navigation?.currentEntry?.index;
}

function onTraverse(event: PopStateEvent): void {
  if (returning) {
    // The router never heard that one was away.
    returning = false;
    event.stopImmediatePropagation();
    return;
  }
  if (!held || window.location.pathname === held.page) return;
  event.stopImmediatePropagation();
  const now = place();
  const steps = held.place !== undefined && now !== undefined && now !== held.place ? now - held.place : -1;
  returning = true;
  window.history.go(-steps);
  held.ask(() => window.history.go(steps));
}

/**
 * Listens to the browser's Back and Forward, for holdHistory. Listeners of a window are called in the order in which they came: this must
 * come before the router's.
 *
 * @returns what ends that
 */
export function watchHistory(): () => void {
  window.addEventListener("popstate", onTraverse);
  return () => window.removeEventListener("popstate", onTraverse);
}

/**
 * Holds the browser's Back and Forward: it has gone already when it tells, so it is sent back to where it was before the router
 * hears of it, and `ask` is given the way on. A browser that does not number its history is taken to have gone one step back.
 *
 * @returns what ends that
 */
export function holdHistory(ask: (go: Go) => void): () => void {
  const mine = { page: window.location.pathname, place: place(), ask };
  held = mine;
  return () => {
    if (held === mine) held = null;
  };
}
