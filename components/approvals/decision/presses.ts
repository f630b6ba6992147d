"use client";

import type { Press } from "@/lib/approvals/answer-guard.rules";

interface Begun {
  /** The key's place on the keyboard; null for the pointer. */
  code: string | null;
  atMs: number;
  endedAtMs: number | null;
  repeats: boolean;
}

/** What follows from letting a key or a button go comes at once. */
const followsWithinMs = 50;
const modifiers: ReadonlySet<string> = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]);

/** The newest press of a key or of the pointer, on the clock of events: when it began, and whether it only goes on. */
class Presses {
  #newest: Begun | null = null;
  /** Keys that are down. */
  readonly #down = new Set<string>();

  /** Listens before anybody else does. @returns stops listening */
  readonly watch = (): (() => void) => {
    const ending = new AbortController();
    const options = { capture: true, signal: ending.signal };
    window.addEventListener("keydown", this.#onKeyDown, options);
    window.addEventListener(
      "keyup",
      ({ code, timeStamp }) => {
        this.#down.delete(code);
        this.#end(code, timeStamp);
      },
      options,
    );
    window.addEventListener(
      "pointerdown",
      ({ timeStamp }) => (this.#newest = { code: null, atMs: timeStamp, endedAtMs: null, repeats: false }),
      options,
    );
    window.addEventListener("pointerup", ({ timeStamp }) => this.#end(null, timeStamp), options);
    window.addEventListener("pointercancel", ({ timeStamp }) => this.#end(null, timeStamp), options);
    // What is let go elsewhere is not heard of here.
    window.addEventListener("blur", () => this.#down.clear(), options);
    return () => ending.abort();
  };

  /** The press that an event comes from: a key's own, or the one that pressed a button or sent a form. */
  of({ timeStamp }: { timeStamp: number }): Press {
    const newest = this.#newest;
    const follows = newest !== null && (newest.endedAtMs === null || timeStamp - newest.endedAtMs < followsWithinMs);
    // Neither key nor pointer: a screen reader, or a switch.
    return follows ? { begunAtMs: newest.atMs, held: newest.repeats } : { begunAtMs: timeStamp, held: false };
  }

  #end(code: string | null, atMs: number): void {
    if (this.#newest?.code === code) this.#newest.endedAtMs = atMs;
  }

  readonly #onKeyDown = ({ key, code, timeStamp, repeat, metaKey }: KeyboardEvent): void => {
    if (modifiers.has(key)) return;
    // A Mac reports no key as released while ⌘ is down: there only repeating says that it is held.
    const goesOn = repeat || (this.#down.has(code) && !metaKey);
    this.#down.add(code);
    if (goesOn && this.#newest?.code === code) this.#newest.repeats = true;
    else this.#newest = { code, atMs: timeStamp, endedAtMs: null, repeats: goesOn };
  };
}

export const presses = new Presses();
