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
  expect(reported(unit, vitestCounts)).toEqual({ passed: 7, failed: 0 });
  expect(reported(browser, playwrightCounts)).toEqual({ passed: 5, failed: 0 });
});

test("a skipped test counts as failed", () => {
  expect(reported({ ...unit, numPendingTests: 1, numTodoTests: 1 }, vitestCounts)).toEqual({ passed: 7, failed: 2 });
  expect(reported({ ...browser, stats: { ...browser.stats, skipped: 2 } }, playwrightCounts)).toEqual({ passed: 5, failed: 2 });
});

test("a test that passes only when repeated counts as failed", () => {
  expect(reported({ ...browser, stats: { ...browser.stats, flaky: 1 } }, playwrightCounts)).toEqual({ passed: 5, failed: 1 });
});

test("a test file that cannot be loaded counts as one failure", () => {
  expect(reported({ ...unit, testResults: [{ status: "failed", assertionResults: [] }] }, vitestCounts)).toEqual({ passed: 7, failed: 1 });
});

test("a run that leaves no report counts as one failure", () => {
  expect(vitestCounts("/nowhere/report.json")).toEqual({ passed: 0, failed: 1 });
  expect(playwrightCounts("/nowhere/report.json")).toEqual({ passed: 0, failed: 1 });
});
