"use client";

import { Store } from "@/lib/platform/watchers";

/** Goes to another page. */
export type Go = () => void;

/** Asks whether to go although something would be lost; goes itself where the answer is yes. */
type Ask = (go: Go) => void;

let asked: Ask | null = null;

/** The way that could not be gone because the server is out of reach; null where there is none. */
export const outOfReach = new Store<Go | null>(null);

/** From now on one is asked before leaving the page. @returns what ends that */
export function askBeforeLeaving(ask: Ask): () => void {
  asked = ask;
  return () => {
    if (asked === ask) asked = null;
  };
}

/** Whether leaving is more than going: what is typed would be lost, or nothing could be fetched. */
export function isHeld(): boolean {
  return asked !== null || !navigator.onLine;
}

/** Leaves the page for another one of ours. Everything that goes somewhere by script goes through here; links do by guardLinks. */
export function leave(go: Go): void {
  if (asked) asked(go);
  else if (!navigator.onLine) outOfReach.set(() => leave(go));
  else {
    outOfReach.set(null);
    go();
  }
}
