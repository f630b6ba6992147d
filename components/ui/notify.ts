"use client";

import type { ExternalToast } from "sonner";
import { untilLoaded } from "@/components/ui/until-loaded";
import { Store } from "@/lib/platform/watchers";

export type NoticeOptions = Pick<ExternalToast, "id" | "description" | "duration" | "action">;

/** Whether anything was ever said: only then the notices' place is drawn. */
export const noticesNeeded = new Store(false);

let markReady: () => void = () => undefined;
const ready = new Promise<void>((resolve) => {
  markReady = resolve;
});

/** The place is on the screen: what is said from now on is seen. */
export function noticesReady(): void {
  markReady();
}

/** News that could not be shown for this long is none any more. */
const staleMs = 15_000;

const fetchNotices = () => untilLoaded(() => import("sonner"));

/** Fetches what draws the notices, ahead of the first. */
export function preloadNotices(): void {
  fetchNotices().catch(() => {
    // Not reachable just now: the first notice tries again.
  });
}

/** Calls `show` once notices can be seen; not at all where that takes too long or never comes. */
function whenReady(show: (made: typeof import("sonner").toast) => void): void {
  const saidAt = Date.now();
  noticesNeeded.set(true);
  Promise.all([fetchNotices(), ready]).then(
    ([{ toast: made }]) => {
      if (Date.now() - saidAt < staleMs) show(made);
    },
    () => {
      // The server was away too long: what was to be said is old.
    },
  );
}

function say(words: string, options?: NoticeOptions): void {
  whenReady((made) => made(words, options));
}

/** Short news at the edge of the screen; what draws them is fetched with the first. */
export const toast = Object.assign(say, {
  success(words: string, options?: NoticeOptions): void {
    whenReady((made) => made.success(words, options));
  },
  error(words: string, options?: NoticeOptions): void {
    whenReady((made) => made.error(words, options));
  },
  dismiss(id: string | number): void {
    if (noticesNeeded.read()) whenReady((made) => made.dismiss(id));
  },
});
