"use client";

import { type ReactNode, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { Store } from "@/lib/platform/watchers";

export interface Command {
  id: string;
  label: string;
  /** The heading under which it stands in the palette. */
  group: string;
  /** Other words by which one may look for it. */
  keywords?: string[];
  icon?: ReactNode;
  /** The keys that do the same, shown at the right. */
  keys?: string;
  run: () => void;
}

type Source = () => ReadonlyArray<Command>;

const sources = new Store<ReadonlyArray<Source>>([]);

/** Offers commands in the palette (⌘K) while the component is on the screen. */
export function useCommands(commands: ReadonlyArray<Command>): void {
  const latest = useRef(commands);
  useLayoutEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    const source: Source = () => latest.current;
    sources.set([...sources.read(), source]);
    return () => sources.set(sources.read().filter((other) => other !== source));
  }, []);
}

const none: ReadonlyArray<Source> = [];

/** Every command on offer now. */
export function useOfferedCommands(): Command[] {
  const offered = useSyncExternalStore(sources.watch, sources.read, () => none);
  return offered.flatMap((source) => [...source()]);
}
