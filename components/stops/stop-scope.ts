"use client";

import { useEffect, useSyncExternalStore } from "react";
import { Store } from "@/lib/platform/watchers";
import { scopeLabel, type StopScopeType } from "@/lib/scopes/stop.rules";
import type { Stop } from "@/lib/stops/stop.schemas";

/** What a stop can hold: the whole workspace, a kind of agent, one agent, and so on. */
export interface StopScopeOption {
  type: StopScopeType;
  /** Which one; not for the workspace. */
  id?: string;
  /** In words: "Agent capacity-bot", "Everything in Meridian Freight". */
  label: string;
  /** What a stop would mean here. */
  hint?: string;
  /** It is only what happens to be open: everything is offered before it. */
  isPassing?: boolean;
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
  /** How many actions wait in it; null where they could not be counted. */
  waiting: number | null;
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
  const { type, id, label, hint, isPassing } = scope ?? {};
  useEffect(() => {
    if (!type || !label) return;
    const entry: StopScopeOption = { type, id, label, hint, isPassing };
    inView.set([...inView.read(), entry]);
    return () => inView.set(inView.read().filter((other) => other !== entry));
  }, [type, id, label, hint, isPassing]);
}

const none: ReadonlyArray<StopScopeOption> = [];

/** The scopes of what is on the screen, the narrowest last. */
export function useStopScopesInView(): ReadonlyArray<StopScopeOption> {
  return useSyncExternalStore(inView.watch, inView.read, () => none);
}

/** What the lever offers, the likeliest first: what the page is about, everything, and what is only open on it. */
export function offeredScopes(seen: ReadonlyArray<StopScopeOption>, everything: StopScopeOption): StopScopeOption[] {
  const narrowestFirst = seen.toReversed();
  return [
    ...narrowestFirst.filter(({ isPassing }) => isPassing !== true),
    everything,
    ...narrowestFirst.filter(({ isPassing }) => isPassing === true),
  ];
}

const asked = new Store<StopScopeOption | null>(null);

/** Opens the lever's dialog with this chosen: for whatever names a scope to stop, on any page. */
export function askToStop(scope: StopScopeOption): void {
  asked.set({ ...scope });
}

/** Nothing is asked for any more. */
export function stopAsked(): void {
  asked.set(null);
}

/** The scope that somebody wants to stop, or null. */
export function useAskedStop(): StopScopeOption | null {
  return useSyncExternalStore(asked.watch, asked.read, () => null);
}

/** A stop as the banner and the dialogs show it. */
export function toPulledStop(stop: Stop): PulledStop {
  return {
    id: stop.id,
    type: stop.scope.type,
    label: scopeLabel(stop.scope),
    by: stop.pulledBy,
    at: stop.pulledAt,
    reason: stop.reason,
  };
}
