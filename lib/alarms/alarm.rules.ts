/** What an alarm can be about. */
export const alarmKinds = ["decision_contradicts_log", "too_many_pending", "breakers_at_limit"] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/**
 * How grave each kind is; the lowest number is shown first, however many others there are. 0: what is recorded can no longer be trusted.
 * 1: agents are held back, and no harm is done by that.
 */
export const gravityOf: Record<AlarmKind, number> = {
  decision_contradicts_log: 0,
  too_many_pending: 1,
  breakers_at_limit: 1,
};

/**
 * For how long after a fault was last met, in seconds, it is still the same episode, though its alarm was acknowledged: it is raised
 * once. Infinity: for one subject ever.
 */
export const episodeSeconds: Record<AlarmKind, number> = {
  decision_contradicts_log: Number.POSITIVE_INFINITY,
  too_many_pending: 15 * 60,
  breakers_at_limit: 15 * 60,
};

/** How often an episode that goes on is noted. */
export const notedEverySeconds = 60;

/** The alarm that was raised last for the same subject. */
export interface LastAlarm {
  metAt: Date;
  acknowledgedAt: Date | null;
}

/** Whether a fault that is met now belongs to an alarm that was raised already: one that nobody has acknowledged, or whose episode goes on. */
export function isSameEpisode(kind: AlarmKind, last: LastAlarm, now: Date): boolean {
  return last.acknowledgedAt === null || now.getTime() - last.metAt.getTime() < episodeSeconds[kind] * 1000;
}

/** Whether an episode that goes on is to be noted. */
export function isToBeNoted({ metAt }: LastAlarm, now: Date): boolean {
  return now.getTime() - metAt.getTime() >= notedEverySeconds * 1000;
}
