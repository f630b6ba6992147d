"use client";

import { useEffect, useSyncExternalStore } from "react";
import { Store } from "@/lib/platform/watchers";
import type { StopScopeType } from "@/lib/scopes/stop.rules";

/** What a stop can hold: the whole workspace, a kind of agent, one agent, and so on. */
export interface StopScopeOption {
  type: StopScopeType;
  /** Which one; not for the workspace. */
  id?: string;
  /** In words: "Agent capacity-bot", "Everything in Meridian Freight". */
  label: string;
  /** What a stop would mean here. */
  hint?: string;
}

/** What a stop would hold at this moment, as the server counts it. */
export interface StopReach {
  /** Whether the workspace knows what is named. */
  known: boolean;
  /** Why it is not known, in a sentence. */
  unknownWords: string;
  /** Names that may have been meant. */
  nearest: readonly string[];
  nothing: boolean;
  /** What it would hold, in words. */
  words: string;
}

/** A stop to pull. */
export interface StopToPull {
  scope: StopScopeOption;
  /** Why; a lever asks for none. */
  reason: string | null;
  /** Although nothing of this name is known here. */
  evenIfUnknown: boolean;
}

/** A stop that is pulled. */
export interface PulledStop {
  id: string;
  type: StopScopeType;
  /** Its scope in words. */
  label: string;
  /** Who pulled it: a person, or an agent. */
  by: { id: string; name: string };
  /** RFC 3339 time. */
  at: string;
  /** Null where nobody has said why yet. */
  reason: string | null;
}

const inView = new Store<ReadonlyArray<StopScopeOption>>([]);

/** Says what this page is about, so that the lever offers to stop just that. */
export function useStopScope(scope: StopScopeOption | null): void {
  const { type, id, label, hint } = scope ?? {};
  useEffect(() => {
    if (!type || !label) return;
    const entry: StopScopeOption = { type, id, label, hint };
    inView.set([...inView.read(), entry]);
    return () => inView.set(inView.read().filter((other) => other !== entry));
  }, [type, id, label, hint]);
}

const none: ReadonlyArray<StopScopeOption> = [];

/** The scopes of what is on the screen, the narrowest last. */
export function useStopScopesInView(): ReadonlyArray<StopScopeOption> {
  return useSyncExternalStore(inView.watch, inView.read, () => none);
}
