/** Shows an error that belongs to no caller: in a browser as an uncaught one, elsewhere by ending the process as one does. */
function reportUncaught(error: unknown): void {
  if ("reportError" in globalThis) reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
}

/**
 * Who is called when something held outside of React changes or happens: `watch` is what `useSyncExternalStore` subscribes by. A watcher that
 * throws does not keep the others from hearing, nor does it reach whoever notifies them.
 */
export class Watchers<News extends readonly unknown[] = []> {
  readonly #watchers = new Set<(...news: News) => void>();
  readonly #onError: (error: unknown) => void;

  /** @param onError takes what a watcher threw */
  constructor(onError: (error: unknown) => void = reportUncaught) {
    this.#onError = onError;
  }

  get size(): number {
    return this.#watchers.size;
  }

  /** @returns a function that ends the watching; calling it again does nothing */
  readonly watch = (watcher: (...news: News) => void): (() => void) => {
    // Its own object for each call: who watches twice with the same function is called twice, and leaves once at a time.
    const own = (...news: News): void => watcher(...news);
    this.#watchers.add(own);
    return () => void this.#watchers.delete(own);
  };

  /** Calls everyone who watches now and still does when their turn comes; who comes meanwhile hears of the next. */
  notify(...news: News): void {
    for (const watcher of [...this.#watchers]) {
      if (!this.#watchers.has(watcher)) continue;
      try {
        watcher(...news);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}

/** A value held outside of React: `useSyncExternalStore(store.watch, store.read, …)`. */
export class Store<T> {
  #value: T;
  readonly #watchers = new Watchers();

  constructor(first: T) {
    this.#value = first;
  }

  readonly watch = this.#watchers.watch;

  /** The same value until it is set to another. */
  readonly read = (): T => this.#value;

  /** Nobody is called where it is the same value already. */
  readonly set = (next: T): void => {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    this.#watchers.notify();
  };
}
