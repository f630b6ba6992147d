"use client";

import type { ReactNode } from "react";
import { Store } from "@/lib/platform/watchers";

export interface OpenHint {
  /** The element the hint is about. */
  anchor: Element;
  owner: string;
  content: ReactNode;
}

const openAfterMs = 350;
const closeAfterMs = 90;
/** While hints have just been shown, the next one does not wait. */
const warmMs = 400;

/** The one hint that is open, if any. */
class HintStore {
  readonly #open = new Store<OpenHint | null>(null);
  /** What opens after a moment's rest. */
  #coming: OpenHint | null = null;
  /** Whose first tap has begun. */
  #tapped: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closedAt = 0;

  readonly watch = this.#open.watch;

  readonly read = this.#open.read;

  /** Opens it after a moment's rest, so that a passing pointer opens nothing. */
  openSoon(hint: OpenHint): void {
    const warm = this.read() !== null || Date.now() - this.#closedAt < warmMs;
    clearTimeout(this.#timer);
    if (warm) return this.openNow(hint);
    this.#coming = hint;
    this.#timer = setTimeout(() => {
      if (this.#coming) this.openNow(this.#coming);
    }, openAfterMs);
  }

  openNow(hint: OpenHint): void {
    clearTimeout(this.#timer);
    this.#coming = null;
    if (hint.anchor.isConnected) this.#open.set(hint);
  }

  /** Renews what a hint says that is open or about to be. */
  renew(owner: string, content: ReactNode): void {
    if (this.#coming?.owner === owner) this.#coming = { ...this.#coming, content };
    const open = this.read();
    if (open?.owner === owner && open.content !== content) this.#open.set({ ...open, content });
  }

  /** Closes it after a moment in which the pointer may reach the hint itself. */
  closeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), closeAfterMs);
  }

  /** Notes whose hint the tap that begins is to open, if any. */
  tap(owner: string | null): void {
    this.#tapped = owner;
  }

  /** @returns whether the tap that ends began there, once */
  takeTap(owner: string): boolean {
    const tapped = this.#tapped === owner;
    this.#tapped = null;
    return tapped;
  }

  /** The pointer is on the hint: it stays. */
  keep(): void {
    clearTimeout(this.#timer);
  }

  close(owner?: string): void {
    clearTimeout(this.#timer);
    const open = this.read();
    if (open === null || (owner !== undefined && open.owner !== owner)) return;
    this.#closedAt = Date.now();
    this.#open.set(null);
  }
}

export const hintStore = new HintStore();
