import { gathered } from "@/lib/platform/gathered";
import { pool } from "./client";

const keyOf = (first: string, second: string): string => `${first} ${second}`;

/**
 * A yes or no about two ids, read for all who ask in the same moment by one statement. A stream may so ask before every heartbeat, however many
 * streams there are.
 * @param name of the statement, unique in the process
 * @param text selects, of the pairs given as two arrays of text ($1, $2), those for which the answer is yes, as `first` and `second`
 */
export function gatheredPairs(name: string, text: string): (first: string, second: string) => Promise<boolean> {
  const holds = gathered(name, async (keys) => {
    const pairs = keys.map((key) => key.split(" "));
    const { rows } = await pool().query<{ first: string; second: string }>({
      name,
      text,
      values: [pairs.map(([first]) => first), pairs.map(([, second]) => second ?? "")],
    });
    return new Set(rows.map(({ first, second }) => keyOf(first, second)));
  });
  return (first, second) => holds(keyOf(first, second));
}
