import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { playwrightCounts, vitestCounts } from "./counts";

function reported<T>(report: unknown, count: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-report-"));
  try {
    const file = join(folder, "report.json");
    writeFileSync(file, JSON.stringify(report));
    return count(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const unit = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const browser = { stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };

test("tests that pass count as passed", () => {
  expect(reported(unit, vitestCounts)).toMatchObject({ passed: 7, failed: 0, failures: [] });
  expect(reported(browser, playwrightCounts)).toMatchObject({ passed: 5, failed: 0, failures: [] });
});

test("a skipped test counts as failed", () => {
  expect(reported({ ...unit, numPendingTests: 1, numTodoTests: 1 }, vitestCounts)).toMatchObject({
    passed: 7,
    failed: 2,
  });
  expect(reported({ ...browser, stats: { ...browser.stats, skipped: 2 } }, playwrightCounts)).toMatchObject({
    passed: 5,
    failed: 2,
  });
});

test("a test that passes only when run again counts as passed, and is named with what went wrong at first", () => {
  const spec = {
    file: "a.spec.ts",
    title: "decides",
    tests: [{ status: "flaky", results: [{ error: { message: "Timed out\nlocator" } }, {}] }],
  };
  const counts = reported(
    { ...browser, stats: { ...browser.stats, flaky: 1 }, suites: [{ specs: [spec] }] },
    playwrightCounts,
  );
  expect(counts).toEqual({
    passed: 6,
    failed: 0,
    failures: [],
    secondTries: ["e2e/a.spec.ts › decides: Timed out · locator"],
  });
});

test("a test file that cannot be loaded counts as one failure", () => {
  expect(
    reported(
      {
        ...unit,
        testResults: [{ name: "x.test.ts", status: "failed", message: "no such module", assertionResults: [] }],
      },
      vitestCounts,
    ),
  ).toMatchObject({ passed: 7, failed: 1 });
});

test("a run that leaves no report counts as one failure", () => {
  expect(vitestCounts("/nowhere/report.json")).toEqual({ passed: 0, failed: 1 });
  expect(playwrightCounts("/nowhere/report.json")).toEqual({ passed: 0, failed: 1 });
});

test("what failed is named, with why, and without where in the code or what was tried on the way", () => {
  const file = {
    name: "lib/gate/x.int.test.ts",
    status: "failed",
    assertionResults: [
      { status: "passed", fullName: "good" },
      {
        status: "failed",
        fullName: "answers once",
        failureMessages: ["AssertionError: expected 2 to be 1\n    at x.ts:3"],
      },
    ],
  };
  expect(reported({ ...unit, numFailedTests: 1, testResults: [file] }, vitestCounts).failures).toEqual([
    "lib/gate/x.int.test.ts › answers once: AssertionError: expected 2 to be 1",
  ]);
  const spec = (title: string, status: string) => ({
    file: "a.spec.ts",
    title,
    tests: [{ status, results: [{ error: { message: "Timed out\n\nlocator\n  at x\nCall log:\n  - waiting" } }] }],
  });
  const suites = [{ suites: [{ specs: [spec("decides", "unexpected"), spec("reads", "expected")] }] }];
  expect(reported({ ...browser, suites }, playwrightCounts).failures).toEqual([
    "e2e/a.spec.ts › decides: Timed out · locator",
  ]);
});
