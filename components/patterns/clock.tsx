"use client";

import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from "react";

const RenderedAt = createContext(0);

/** Gives the first drawing in the browser the server's time, so that both draw the same words. */
export function ClockProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

/** One timer per period, however many times are shown; none while nothing is shown. */
class Ticker {
  #now = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(readonly periodMs: number) {}

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => this.#tick(), this.periodMs);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  read(): number {
    const asleep = this.#timer === undefined;
    if (asleep && Date.now() - this.#now > this.periodMs) this.#now = Date.now();
    return this.#now;
  }

  #tick(): void {
    this.#now = Date.now();
    for (const listener of this.#listeners) listener();
  }
}

const tickers = new Map<number, Ticker>();

function tickerOf(periodMs: number): Ticker {
  const known = tickers.get(periodMs);
  if (known) return known;
  const made = new Ticker(periodMs);
  tickers.set(periodMs, made);
  return made;
}

/** Unix milliseconds, renewed every `periodMs` (a second unless told). Safe to draw on the server. */
export function useNow(periodMs = 1000): number {
  const renderedAt = useContext(RenderedAt);
  const subscribe = useCallback((listener: () => void) => tickerOf(periodMs).subscribe(listener), [periodMs]);
  return useSyncExternalStore(
    subscribe,
    () => tickerOf(periodMs).read(),
    () => renderedAt,
  );
}
