import { setTimeout as pause } from "node:timers/promises";
import { processWide } from "./process-wide";

/** Milliseconds in which those who ask gather before they are answered together. */
const gatherMs = 25;

interface Asker {
  resolve(yes: boolean): void;
  reject(error: unknown): void;
}

interface Gathering {
  askers: Map<string, Asker[]>;
  answering: boolean;
}

/**
 * Makes one question of many: whoever asks within a moment, or while others are being answered, is answered with the rest, by one
 * reading that begins after they asked. So hundreds may ask often, and there are never two readings at once.
 * @param name of the question, unique in the process
 * @param ask gives those of the keys for which the answer is yes; where it throws, all who asked get the error
 */
export function gathered(
  name: string,
  ask: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
): (key: string) => Promise<boolean> {
  const own = (): Gathering =>
    processWide(`gathered.${name}`, (): Gathering => ({ askers: new Map(), answering: false }));
  return (key) =>
    new Promise((resolve, reject) => {
      const gathering = own();
      gathering.askers.set(key, [...(gathering.askers.get(key) ?? []), { resolve, reject }]);
      if (!gathering.answering) void answerAll(gathering, ask);
    });
}

async function answerAll(
  gathering: Gathering,
  ask: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<void> {
  gathering.answering = true;
  while (gathering.askers.size > 0) {
    await pause(gatherMs);
    const askers = gathering.askers;
    gathering.askers = new Map();
    try {
      const yes = await ask([...askers.keys()]);
      for (const [key, those] of askers) for (const asker of those) asker.resolve(yes.has(key));
    } catch (error) {
      for (const asker of [...askers.values()].flat()) asker.reject(error);
    }
  }
  gathering.answering = false;
}
