"use client";

import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { type RegisteredShortcut, type Shortcut, shortcutRegistry } from "@/components/patterns/keys/shortcut-registry";
import { useShortcutsEnabled } from "@/components/patterns/preferences/preferences";

/**
 * Gives a key a meaning while the component is on the screen, and puts it on the sheet of keys (`?`).
 * Keys act outside text fields, not behind dialogs, and single ones only while the person leaves them on.
 *
 * @param shortcut null where it should not act now
 */
export function useShortcut(shortcut: Shortcut | null): void {
  useShortcuts(shortcut ? [shortcut] : []);
}

/** The same for several keys at once. The list may differ in every render. */
export function useShortcuts(shortcuts: ReadonlyArray<Shortcut>): void {
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  // Register again only when the keys or their words change, not whenever a handler is made anew.
  const signature = shortcuts
    .map((shortcut) => `${shortcut.keys}\u0000${shortcut.label}\u0000${shortcut.group}`)
    .join("\u0001");
  useEffect(() => {
    const removers = latest.current.map((first, index) => {
      const entry: RegisteredShortcut = { read: () => latest.current[index] ?? first };
      return shortcutRegistry.add(entry);
    });
    return () => {
      for (const remove of removers) remove();
    };
  }, [signature]);
}

/** Takes whatever is typed for words while `isWriting` says so, wherever the focus is. Asked at every press, so it may be new in every render. */
export function useQuietWhile(isWriting: () => boolean): void {
  const latest = useRef(isWriting);
  useLayoutEffect(() => {
    latest.current = isWriting;
  });
  useEffect(() => shortcutRegistry.quietWhile(() => latest.current()), []);
}

const none: ReadonlyArray<RegisteredShortcut> = [];

/** Every shortcut that acts on this screen now. */
export function useRegisteredShortcuts(): Shortcut[] {
  const entries = useSyncExternalStore(shortcutRegistry.watch, shortcutRegistry.list, () => none);
  return entries.map((entry) => entry.read());
}

/** Tells the registry what the person chose. Used once, by the frame. */
export function useShortcutPreference(): void {
  const enabled = useShortcutsEnabled();
  useEffect(() => shortcutRegistry.allowSingleKeys(enabled), [enabled]);
}
