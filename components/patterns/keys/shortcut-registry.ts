"use client";

import { advance, mayAct, pressName, type ShortcutPlace } from "@/components/patterns/keys/shortcut.rules";
import { Store } from "@/lib/platform/watchers";

export interface Shortcut {
  /** See shortcut.rules for the notation. */
  keys: string;
  /** What it does, for the sheet of keys. */
  label: string;
  /** The heading under which the sheet lists it. */
  group: string;
  run: (event: KeyboardEvent) => void;
  /** Acts again while the key is held: for moving, never for deciding. */
  repeats?: boolean;
  /** Acts while one is writing in a field too; only for chords and Escape. */
  inFields?: boolean;
}

export interface RegisteredShortcut {
  read: () => Shortcut;
}

const sequenceMs = 1200;

/** All shortcuts that are on the screen now. The last one registered for a key is the one that acts. */
class ShortcutRegistry {
  readonly #entries = new Store<ReadonlyArray<RegisteredShortcut>>([]);
  #pending: string | null = null;
  #pendingUntil = 0;
  #singleKeys = true;
  readonly #writers = new Set<() => boolean>();

  add(entry: RegisteredShortcut): () => void {
    if (this.list().length === 0) document.addEventListener("keydown", this.#onKeyDown);
    this.#entries.set([...this.list(), entry]);
    return () => {
      this.#entries.set(this.list().filter((other) => other !== entry));
      if (this.list().length === 0) document.removeEventListener("keydown", this.#onKeyDown);
    };
  }

  allowSingleKeys(allowed: boolean): void {
    this.#singleKeys = allowed;
  }

  /**
   * While `isWriting` says so, whatever is typed is words, wherever the focus is: only what acts in fields acts.
   * @returns takes it back
   */
  quietWhile(isWriting: () => boolean): () => void {
    this.#writers.add(isWriting);
    return () => this.#writers.delete(isWriting);
  }

  readonly watch = this.#entries.watch;

  readonly list = this.#entries.read;

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const press = pressName(event);
    if (press === null) return;
    const place = placeOf(event);
    const writing = [...this.#writers].some((isWriting) => isWriting());
    const acting = this.list()
      .map((entry) => entry.read())
      .filter((shortcut) => mayAct(shortcut, { place, writing, singleKeys: this.#singleKeys }));
    const pending = event.timeStamp < this.#pendingUntil ? this.#pending : null;
    const step = advance(pending, press, new Set(acting.map((shortcut) => shortcut.keys)));
    this.#pending = step.pending;
    this.#pendingUntil = event.timeStamp + sequenceMs;
    const shortcut = acting.findLast((candidate) => candidate.keys === step.match);
    if (!shortcut || (event.repeat && !shortcut.repeats)) return;
    event.preventDefault();
    shortcut.run(event);
  };
}

/** In what the focus is. Behind an open dialog or menu no key acts. */
function placeOf(event: KeyboardEvent): ShortcutPlace {
  const target = event.target instanceof Element ? event.target : null;
  if (isOverlaid(target)) return "overlay";
  if (target?.closest(textFields)) return "field";
  return target?.closest(controls) ? "control" : "page";
}

const textFields =
  "textarea, select, [contenteditable=true], [role=combobox], [role=textbox], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
const controls =
  "a, button, input, summary, [role=button], [role=checkbox], [role=radio], [role=switch], [role=tab], [role=option]";

function isOverlaid(target: Element | null): boolean {
  const overlay = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
  if (target?.closest(overlay)) return true;
  return target === document.body && document.querySelector("[role=dialog], [role=alertdialog]") !== null;
}

export const shortcutRegistry = new ShortcutRegistry();
