import { processWide } from "./process-wide";

interface Waiting<A, R> {
  item: A;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

interface Line<A, R> {
  waiting: Waiting<A, R>[];
  /** Whether a group is on its way that nobody has lost patience with. */
  underWay: boolean;
}

export interface GroupLimits {
  /** How many go in one group. */
  most: number;
  /** Milliseconds after which the next group no longer waits for the one before it, which may wait for something the next does not need. */
  patienceMs: number;
}

/**
 * Group commit (DeWitt et al., Implementation Techniques for Main Memory Database Systems, SIGMOD 1984): what comes alone goes at once;
 * what comes while others of its line are on their way goes with the next group. So the more comes, the less each costs, and nothing
 * waits for company that does not come.
 * @param name of the work, unique in the process
 * @param go does the work of one group and tells what each came to, in its order; where it throws, all of the group get the error
 */
export function grouped<A, R>(
  name: string,
  { most, patienceMs }: GroupLimits,
  go: (items: readonly A[]) => Promise<readonly PromiseSettledResult<R>[]>,
): (line: string, item: A) => Promise<R> {
  const lines = () => processWide(`grouped.${name}`, () => new Map<string, Line<A, R>>());

  async function settle(group: readonly Waiting<A, R>[]): Promise<void> {
    try {
      const results = await go(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, i) => {
        const result = results[i];
        if (result?.status === "fulfilled") resolve(result.value);
        else reject(result ? result.reason : new Error(`${name}: one of the group got no answer`));
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  function send(key: string, line: Line<A, R>): void {
    if (line.underWay) return;
    const group = line.waiting.splice(0, most);
    if (group.length === 0) {
      lines().delete(key);
      return;
    }
    line.underWay = true;
    let passed = false;
    const passOn = () => {
      if (passed) return;
      passed = true;
      line.underWay = false;
      send(key, line);
    };
    const patience = setTimeout(passOn, patienceMs);
    void settle(group).then(() => {
      clearTimeout(patience);
      passOn();
    });
  }

  return (key, item) =>
    new Promise<R>((resolve, reject) => {
      const line = lines().get(key) ?? { waiting: [], underWay: false };
      lines().set(key, line);
      line.waiting.push({ item, resolve, reject });
      send(key, line);
    });
}
