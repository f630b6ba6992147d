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
