import { existsSync, readFileSync } from "node:fs";

export interface Counts {
  passed: number;
  failed: number;
}

/** What a vitest run's JSON report counts. A file that could not even be loaded is one failure; so is a skipped test. */
export function vitestCounts(report: string): Counts {
  const parsed = read<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  }>(report);
  if (!parsed) return { passed: 0, failed: 1 };
  const unloadable = parsed.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  return { passed: parsed.numPassedTests, failed: parsed.numFailedTests + parsed.numPendingTests + parsed.numTodoTests + unloadable };
}

/** What a Playwright run's JSON report counts. A test that passes only when repeated has failed; so has a skipped one. */
export function playwrightCounts(report: string): Counts {
  const parsed = read<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number }; errors: unknown[] }>(report);
  if (!parsed) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = parsed.stats;
  return { passed: expected, failed: unexpected + flaky + skipped + parsed.errors.length };
}

function read<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;
}
