import { type Happening, windowText } from "@/lib/actions/action-filters.rules";
import { routes } from "@/lib/platform/routes";
import type { Zone } from "@/lib/platform/zone.rules";
import type { Board, Track } from "./board.schemas";

/** A day has at most 25 hours, and a reader's clock may be a day off; beyond that nobody means "today". */
const oldestSinceHours = 48;
/** How far a reader's clock may run ahead of ours. */
const clockSkewSeconds = 60;

/** What is wrong with the start of a reader's day; null when nothing is. An hour is drawn for each since then, so it is bounded. */
export function faultOfSince(since: Date, now: Date): string | null {
  const ageMs = now.getTime() - since.getTime();
  if (ageMs > oldestSinceHours * 3_600_000) return `is more than ${oldestSinceHours} hours ago`;
  if (ageMs < -clockSkewSeconds * 1000) return "is in the future";
  return null;
}

/** The stretch of time that a board counts in: to its own moment, with that. */
export function countedIn(minutes: number, at: Date): { from: Date; to: Date } {
  return { from: new Date(at.getTime() - minutes * 60_000), to: new Date(at.getTime() + 1) };
}

/** What says in which stretch of time a board has counted. */
export type BoardWindow = Pick<Board, "windowMinutes" | "at">;

/** The actions that a board has counted, one by one: where each of its figures leads. */
export function countedActions({ windowMinutes, at }: BoardWindow, kind?: string) {
  const { from, to } = countedIn(windowMinutes, new Date(at));
  const window = (of: Happening) => windowText({ of, from: from.toISOString(), to: to.toISOString() });
  const ofKind = kind === undefined ? {} : { kind };
  return {
    asked: routes.actions({ ...ofKind, window: window("asked") }),
    failed: routes.actions({ ...ofKind, result: "failed", window: window("reported") }),
    expired: routes.actions({ ...ofKind, status: "expired", window: window("decided") }),
  };
}

/** What stands at a track's interlocks: a signal, and the word that says why. */
export interface Lamp {
  signal: Zone;
  word: string;
}

/**
 * Danger while the kind is stopped, caution for what needs somebody, else clear. What is held and claimed, or approved and about to
 * settle, has somebody: it turns no lamp.
 */
export function lampOf({
  stop,
  failed,
  expired,
  needsSomeone,
  stoppedAgents,
  held,
}: Pick<Track, "stop" | "failed" | "expired" | "needsSomeone" | "stoppedAgents" | "held">): Lamp {
  if (stop) return { signal: "red", word: "Stopped" };
  if (failed > 0) return { signal: "yellow", word: "Failures" };
  if (expired > 0) return { signal: "yellow", word: "Expired" };
  if (needsSomeone > 0) return { signal: "yellow", word: "Waiting" };
  if (stoppedAgents > 0) return { signal: "yellow", word: "Partly stopped" };
  return { signal: "green", word: held > 0 ? "Attended" : "Clear" };
}

type Alarming = Pick<Track, "kind" | "failed" | "expired" | "nextDeadline">;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/** Sorts after every time. */
const never = "~";

/** The order of tracks: what failed or expired in the window first, then by the nearest deadline, then by name. */
export function byAlarm(a: Alarming, b: Alarming): number {
  const alarms = (track: Alarming) => (track.failed > 0 || track.expired > 0 ? 0 : 1);
  return alarms(a) - alarms(b) || compare(a.nextDeadline ?? never, b.nextDeadline ?? never) || compare(a.kind, b.kind);
}
