"use client";

import { useCallback, useSyncExternalStore } from "react";
import type { WrittenKind } from "@/lib/discussion/discussion.rules";
import { Watchers } from "@/lib/platform/watchers";

const keyOf = (actionId: string, kind: WrittenKind): string => `signalbox-message:${kind}:${actionId}`;

/** What one has begun to write about actions: it outlives closing the form, moving on, a lost connection and signing in again. */
class MessageDrafts {
  readonly #texts = new Map<string, string>();
  readonly #watchers = new Watchers();

  readonly watch = this.#watchers.watch;

  read(key: string): string {
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const found = stored(key);
    this.#texts.set(key, found);
    return found;
  }

  write(key: string, text: string): void {
    this.#texts.set(key, text);
    remember(key, text);
    this.#watchers.notify();
  }
}

function stored(key: string): string {
  try {
    return window.sessionStorage.getItem(key) ?? "";
  } catch {
    // Storage may be switched off; then a draft lives as long as the page.
    return "";
  }
}

function remember(key: string, text: string): void {
  try {
    if (text === "") window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, text);
  } catch {
    // As above: it stays in memory.
    return;
  }
}

const drafts = new MessageDrafts();

/**
 * The text that one has begun, how to change it, and how to read it at a press: what was typed a moment before may not have been drawn
 * yet, and what is sent is what was typed.
 */
export function useMessageDraft(
  actionId: string,
  kind: WrittenKind,
): [text: string, change: (text: string) => void, read: () => string] {
  const key = keyOf(actionId, kind);
  const text = useSyncExternalStore(
    drafts.watch,
    () => drafts.read(key),
    () => "",
  );
  const change = useCallback((next: string) => drafts.write(key, next), [key]);
  const read = useCallback(() => drafts.read(key), [key]);
  return [text, change, read];
}
