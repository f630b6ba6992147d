/** Who is told that something held outside of React changed: `watch` is what `useSyncExternalStore` subscribes by. */
export class Watchers {
  readonly #watchers = new Set<() => void>();

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
