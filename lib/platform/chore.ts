/** Regular work that an instance does by itself, again and again. */
export interface Chore {
  name: string;
  /** Milliseconds between two looks while there is nothing to do. */
  everyMs: number;
  /** @returns how many rows it found; while there are many it is called again at once */
  run: () => Promise<number | void>;
  /** Ends what a look has begun and has not waited for. */
  end?: () => Promise<void>;
}

/** Work that is done at a time of the day, once for all instances. */
export interface DailyChore {
  /** Letters and underscores: the name of a task of graphile-worker. */
  name: string;
  /** Minute, hour, day, month and weekday, UTC. */
  cron: string;
  run: () => Promise<void>;
}

/** Says what a domain does by itself. It is done where lib/worker/registered-chores.ts has a line for it. */
export function chore<T extends Chore | DailyChore>(work: T): T {
  return work;
}
