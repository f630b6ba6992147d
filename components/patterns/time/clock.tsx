"use client";

import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from "react";
import { Watchers } from "@/lib/platform/watchers";

const RenderedAt = createContext(0);

/** Gives the first render in the browser the server's time, so that both show the same words. */
export function ClockProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

let offset = () => 0;
const toleratedMs = 2000;

/**
 * Makes the times on the screen follow the server's clock where this machine's is wrong: time left must be true.
 *
 * @param read milliseconds that the server is ahead; small differences are left alone
 */
export function setClockOffset(read: () => number): void {
  offset = read;
}

function serverNow(): number {
  const ahead = offset();
  return Date.now() + (Math.abs(ahead) > toleratedMs ? ahead : 0);
}

/** One timer per period, however many times are shown; none while nothing is shown. */
class Ticker {
  #now = serverNow();
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #watchers = new Watchers();

  constructor(readonly periodMs: number) {}

  subscribe(listener: () => void): () => void {
    const leave = this.#watchers.watch(listener);
    this.#timer ??= setInterval(() => this.#tick(), this.periodMs);
    return () => {
      leave();
      if (this.#watchers.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  read(): number {
    const asleep = this.#timer === undefined;
    if (asleep && Math.abs(serverNow() - this.#now) > this.periodMs) this.#now = serverNow();
    return this.#now;
  }

  #tick(): void {
    this.#now = serverNow();
    this.#watchers.notify();
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

/** Unix milliseconds, renewed every `periodMs` (a second by default). Safe to render on the server. */
export function useNow(periodMs = 1000): number {
  const renderedAt = useContext(RenderedAt);
  const subscribe = useCallback((listener: () => void) => tickerOf(periodMs).subscribe(listener), [periodMs]);
  return useSyncExternalStore(
    subscribe,
    () => tickerOf(periodMs).read(),
    () => renderedAt,
  );
}

/** Words that depend on the time; what shows them is drawn again only when they change. */
export function useClockText(write: (nowMs: number) => string): string {
  const renderedAt = useContext(RenderedAt);
  const subscribe = useCallback((listener: () => void) => tickerOf(1000).subscribe(listener), []);
  return useSyncExternalStore(
    subscribe,
    () => write(tickerOf(1000).read()),
    () => write(renderedAt),
  );
}

/** Whether a moment has passed; what asks is drawn again only when it does. @param untilMs Unix milliseconds, null for never */
export function useIsPast(untilMs: number | null): boolean {
  return useClockText((nowMs) => (untilMs !== null && untilMs <= nowMs ? "past" : "")) !== "";
}
