/** How long evidence must have stood painted, unchanged, before an answer to it is taken: longer than a second press of the same hand takes to come. */
export const seenAfterMs = 600;

/** What of an action stands on the screen, and since when, on the clock that presses are stamped by. */
export interface Painted {
  actionId: string;
  digest: string;
  /** When the frame with it was shown, in milliseconds. */
  atMs: number;
}

/** What a person did: a key pressed, or a button. */
export interface Press {
  /** When it began: the key or the pointer went down. Not when it was heard, which may be much later on a busy page. */
  begunAtMs: number;
  /** The key went down for something before and was never let go: it repeats by itself. */
  held: boolean;
}

export const notTakenReasons = ["held", "elsewhere", "unseen", "too_soon"] as const;
export type NotTaken = (typeof notTakenReasons)[number];

export interface Asked {
  /** The action that the answer would be for, as it would be sent. */
  actionId: string;
  digest: string;
  /** Where the person stands in the queue; null where they stand nowhere. */
  standingId: string | null;
  painted: Painted | null;
  press: Press;
}

/**
 * Why a press gives no answer; null where it does. An answer is for what has been in sight long enough to be seen: keys, buttons and
 * forms are judged alike, and the time runs from the paint of what is now open, never from the press before.
 */
export function whyNotTaken({ actionId, digest, standingId, painted, press }: Asked): NotTaken | null {
  if (press.held) return "held";
  if (standingId !== actionId) return "elsewhere";
  if (painted === null || painted.actionId !== actionId || painted.digest !== digest) return "unseen";
  return whyNotShown(painted.atMs, press);
}

/** The same for what has no place in the queue, such as several actions shown together. @param paintedAtMs null while it is not painted */
export function whyNotShown(paintedAtMs: number | null, press: Press): NotTaken | null {
  if (press.held) return "held";
  if (paintedAtMs === null) return "unseen";
  return press.begunAtMs - paintedAtMs < seenAfterMs ? "too_soon" : null;
}

export const notTakenWords: Record<NotTaken, string> = {
  held: "Not taken: the key was held down. Release it and press again.",
  elsewhere: "Not taken: you had moved on to another action.",
  unseen: "Not taken: its evidence was not on the screen yet.",
  too_soon: "Not taken: what you see had only just appeared or changed. Look, then press again.",
};
