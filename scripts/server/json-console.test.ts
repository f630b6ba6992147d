import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const module = fileURLToPath(new URL("json-console.mjs", import.meta.url));

/** Every line that a process with this program writes, on both of its streams. */
function linesOf(program: string): { lines: string[]; status: number | null } {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", module, "--input-type=module", "--eval", program],
    { encoding: "utf8" },
  );
  return { lines: `${stdout}${stderr}`.split("\n").filter((line) => line !== ""), status };
}

const parsed = (lines: string[]) =>
  lines.map((line) => JSON.parse(line) as { level: number; msg: string; time: string });

test("what is said over several lines, with a placeholder, as a warning or an error, is one line of JSON each", () => {
  const { lines, status } = linesOf(
    `console.log("one\\ntwo %s", "three"); console.error(new TypeError("four")); console.warn({ five: 5 }); process.emitWarning("six"); console.log("");`,
  );
  expect(status).toBe(0);
  expect(parsed(lines).map(({ level, msg }) => [level, msg.split("\n    at")[0]])).toEqual([
    [30, "one\ntwo three"],
    [50, "TypeError: four"],
    [40, "{ five: 5 }"],
    [40, "Warning: six"],
  ]);
  for (const { time } of parsed(lines)) expect(new Date(time).toISOString()).toBe(time);
});

test.each(['throw new Error("the last words")', 'Promise.reject(new Error("the last words"))'])(
  "the end by an error that nobody catches is a line of JSON too: %s",
  (program) => {
    const { lines, status } = linesOf(program);
    expect(status).toBe(1);
    expect(parsed(lines)).toMatchObject([{ level: 60, msg: expect.stringContaining("the last words") as string }]);
  },
);
