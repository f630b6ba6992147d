/** Looks again and again while somebody wants it, never twice at a time, and not at all while nobody does. */
export class Poll {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param everyMs milliseconds from the end of one look to the next
   * @param look handles its own failures: the next look comes all the same
   */
  constructor(
    private readonly everyMs: number,
    private readonly isWanted: () => boolean,
    private readonly look: () => Promise<void>,
  ) {}

  /** To be called by whoever comes; whoever is there already changes nothing by it. */
  start(): void {
    if (this.#timer !== undefined || !this.isWanted()) return;
    this.#timer = setTimeout(() => {
      void this.look().finally(() => {
        this.#timer = undefined;
        this.start();
      });
    }, this.everyMs);
    // It is for those who wait; it does not keep a process alive that has nobody.
    if (typeof this.#timer === "object") this.#timer.unref();
  }
}
