"use client";

import { useSyncExternalStore } from "react";
import type { Action } from "@/lib/gate/action.schemas";

/** What of an action has not been shown, in a sentence; null where everything was, undefined until it has been drawn. */
type Unseen = string | null | undefined;

/** Told by what draws the evidence, read by what takes the answer: those are fetched apart, and an answer never runs ahead of what is drawn. */
class ShownStore {
  readonly #unseen = new Map<string, Unseen>();
  readonly #watchers = new Set<() => void>();

  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  read = (key: string): Unseen => this.#unseen.get(key);

  tell(key: string, unseen: string | null): () => void {
    this.#unseen.set(key, unseen);
    for (const watcher of this.#watchers) watcher();
    return () => {
      // What is not on the screen any more is not what is looked at.
      this.#unseen.delete(key);
      for (const watcher of this.#watchers) watcher();
    };
  }
}

const store = new ShownStore();

/** Parameters that an edit by others changed are other parameters: the digest says so. */
export const shownKey = ({ id, digest }: Pick<Action, "id" | "digest">): string => `${id} ${digest}`;

export const tellShown = (key: string, unseen: string | null): (() => void) => store.tell(key, unseen);

export function useUnseen(key: string | null): Unseen {
  return useSyncExternalStore(
    store.watch,
    () => (key === null ? undefined : store.read(key)),
    () => undefined,
  );
}
