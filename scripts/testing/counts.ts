import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { repositoryRoot } from "../paths";

export interface Counts {
  passed: number;
  failed: number;
  /** What failed, by name with why, so that the end of a long log tells. */
  failures?: string[];
  /** What passed only when it was run again, named in the same way: it counts as passed, and somebody should look. */
  secondTries?: string[];
}

/** What a vitest run's JSON report counts. A file that could not even be loaded is one failure; so is a skipped test. */
export function vitestCounts(report: string): Counts {
  const parsed = read<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: VitestFile[];
  }>(report);
  if (!parsed) return { passed: 0, failed: 1 };
  const unloadable = parsed.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: parsed.numPassedTests,
    failed: parsed.numFailedTests + parsed.numPendingTests + parsed.numTodoTests + unloadable.length,
    failures: [
      ...unloadable.map((file) => named(file.name, file.message)),
      ...parsed.testResults.flatMap((file) =>
        file.assertionResults
          .filter((test) => test.status !== "passed")
          .map((test) => named(`${file.name} › ${test.fullName}`, test.failureMessages?.[0])),
      ),
    ],
  };
}

/**
 * What a Playwright run's JSON report counts. A skipped test has failed. One that passes only when run again has passed, and is named: a
 * real browser beside a server, a database and agents on two cores is late at times, and one late answer among four hundred presses is
 * not a fault of the console.
 */
export function playwrightCounts(report: string): Counts {
  const parsed = read<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: { message?: string }[];
    suites?: PlaywrightSuite[];
  }>(report);
  if (!parsed) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = parsed.stats;
  return {
    passed: expected + flaky,
    failed: unexpected + skipped + parsed.errors.length,
    failures: [
      ...parsed.errors.map((error) => named("outside a test", error.message)),
      ...specsThat(parsed.suites, (status) => status !== "expected" && status !== "flaky"),
    ],
    secondTries: specsThat(parsed.suites, (status) => status === "flaky"),
  };
}

interface VitestFile {
  name: string;
  status: string;
  message?: string;
  assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: { file: string; title: string; tests: { status: string; results: { error?: { message?: string } }[] }[] }[];
}

function specsThat(suites: readonly PlaywrightSuite[] | undefined, came: (status: string) => boolean): string[] {
  return (suites ?? []).flatMap((suite) => {
    const own = (suite.specs ?? []).flatMap((spec) =>
      spec.tests
        .filter((test) => came(test.status))
        .map((test) =>
          named(`e2e/${spec.file} › ${spec.title}`, test.results.find((result) => result.error)?.error?.message),
        ),
    );
    return [...own, ...specsThat(suite.suites, came)];
  });
}

/** A test's name, and why it failed: what was expected where, and what was found instead. */
function named(name: string, why: string | undefined): string {
  const place = relative(repositoryRoot, name);
  const shown = isAbsolute(name) && !place.startsWith("..") ? place : name;
  return [shown, reasonOf(why)]
    .filter(Boolean)
    .map((part) => stripVTControlCharacters(String(part)))
    .join(": ");
}

const mostOfReason = 600;

/** A failure's words without where in the code, and without what was tried on the way. */
function reasonOf(why: string | undefined): string {
  const lines = (why ?? "").split("\n").map((line) => line.trim());
  const end = lines.findIndex((line) => /^(at |Call log)/.test(line));
  return (end === -1 ? lines : lines.slice(0, end)).filter(Boolean).join(" · ").slice(0, mostOfReason);
}

function read<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;
}
