import { extendableWithinSeconds } from "./extension.rules";

/** How far ahead something can be set aside. */
export const longestAsideDays = 7;
/** How many actions one person may have set aside at once. */
export const maxSetAside = 200;
/** In its last minute, in which its time can be extended, an action is shown to everybody whom it waits for. */
export const urgentSeconds = extendableWithinSeconds;

/** When what was set aside comes back by itself, in Unix milliseconds: at the time that was said, and before it is too late. */
export function backAtMs(untilMs: number, expiresAtMs: number): number {
  return Math.min(untilMs, expiresAtMs - urgentSeconds * 1000);
}

/**
 * Whether an action is set aside now. What was set aside and escalated since, or whose catalog entry was changed, is not: the row is
 * gone then. As a condition of a query: set-aside.views.ts.
 *
 * @param untilMs until when its person has set it aside; null where they have not
 */
export function isAside(untilMs: number | null, expiresAtMs: number, nowMs: number): boolean {
  return untilMs !== null && backAtMs(untilMs, expiresAtMs) > nowMs;
}

/** Why an action cannot be set aside until then, as a sentence; null where it can. All in Unix milliseconds. */
export function asideObstacle(untilMs: number, expiresAtMs: number, nowMs: number): string | null {
  if (untilMs <= nowMs) return "That time is over.";
  if (untilMs > nowMs + longestAsideDays * 86_400_000)
    return `An action can be set aside for ${longestAsideDays} days at most.`;
  return untilMs > expiresAtMs ? "Its time to decide ends before." : null;
}

/** A time to set something aside until, as it is offered. */
export interface AsideChoice {
  label: string;
  untilMs: number;
  /** Why it cannot be chosen; null where it can. */
  obstacle: string | null;
}

/** The times that are offered. @param tomorrowMs nine in the morning of the reader's next day */
export function asideChoices({
  expiresAtMs,
  nowMs,
  tomorrowMs,
}: {
  expiresAtMs: number;
  nowMs: number;
  tomorrowMs: number;
}): AsideChoice[] {
  const times = [
    ["15 minutes", nowMs + 900_000],
    ["1 hour", nowMs + 3_600_000],
    ["Until tomorrow, 9:00", tomorrowMs],
  ] as const;
  return times.map(([label, untilMs]) => ({ label, untilMs, obstacle: asideObstacle(untilMs, expiresAtMs, nowMs) }));
}
