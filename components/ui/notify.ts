"use client";

import type { ExternalToast } from "sonner";

export type NoticeOptions = Pick<ExternalToast, "id" | "description" | "duration" | "action">;

let watchers: ReadonlyArray<() => void> = [];
let needed = false;

/** Whether anything was ever said: only then the notices' place is drawn. */
export const noticesNeeded = {
  watch: (watcher: () => void): (() => void) => {
    watchers = [...watchers, watcher];
    return () => {
      watchers = watchers.filter((other) => other !== watcher);
    };
  },
  read: (): boolean => needed,
};

let markReady: () => void = () => undefined;
const ready = new Promise<void>((resolve) => {
  markReady = resolve;
});

/** The place is on the screen: what is said from now on is seen. */
export function noticesReady(): void {
  markReady();
}

async function notices() {
  needed = true;
  for (const watcher of watchers) watcher();
  const [{ toast: made }] = await Promise.all([import("sonner"), ready]);
  return made;
}

function say(words: string, options?: NoticeOptions): void {
  void notices().then((toast) => toast(words, options));
}

/** Short news at the edge of the screen; what draws them is fetched with the first. */
export const toast = Object.assign(say, {
  success(words: string, options?: NoticeOptions): void {
    void notices().then((made) => made.success(words, options));
  },
  error(words: string, options?: NoticeOptions): void {
    void notices().then((made) => made.error(words, options));
  },
  dismiss(id: string | number): void {
    if (needed) void notices().then((made) => made.dismiss(id));
  },
});
