"use client";

import { useCallback, useSyncExternalStore } from "react";
import { type Folding, unfolded } from "@/components/patterns/values/value-folds";
import { Watchers } from "@/lib/platform/watchers";

/** So many are remembered: what one walked past long ago is folded again. */
const maxKept = 200;

class FoldingStore {
  readonly #kept = new Map<string, Folding>();
  readonly #watchers = new Watchers();

  readonly watch = this.#watchers.watch;

  read(key: string): Folding {
    return this.#kept.get(key) ?? unfolded;
  }

  write(key: string, folding: Folding): void {
    this.#kept.delete(key);
    this.#kept.set(key, folding);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#watchers.notify();
  }
}

const store = new FoldingStore();

export type FoldingState = readonly [Folding, (next: Folding) => void];

/** What is folded of one thing, by its key, as long as the page lives: it outlives moving on and coming back. */
export function useFolding(key: string): FoldingState {
  const folding = useSyncExternalStore(
    store.watch,
    () => store.read(key),
    () => unfolded,
  );
  return [folding, useCallback((next: Folding) => store.write(key, next), [key])];
}
