import type { Counts } from "./testing/counts";
import { steps } from "./testing/steps";

// npm test                      everything
// npm test -- unit e2e          some steps only
// npm test -- e2e approvals     one step, with arguments for the tool behind it
// Goes on after a failure, so that one run reports all of them. The last line counts.

const args = process.argv.slice(2);
const isStep = (arg: string): boolean => steps.some(({ name }) => name === arg);
const wanted = args.filter(isStep);
const rest = args.filter((arg) => !isStep(arg));
const chosen = wanted.length > 0 ? steps.filter(({ name }) => wanted.includes(name)) : steps;

const summary: string[] = [];
let passed = 0;
let failed = 0;

for (const step of chosen) {
  console.log(`\n── ${step.title} ──`);
  const startedAt = Date.now();
  let counts: Counts = { passed: 0, failed: 1 };
  try {
    counts = await step.run(rest);
  } catch (error) {
    counts.failures = [error instanceof Error ? error.message : String(error)];
    console.error(counts.failures[0]);
  }
  passed += counts.passed;
  failed += counts.failed;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  summary.push(
    `${counts.failed === 0 ? "ok    " : "FAILED"}  ${step.title.padEnd(38)} ${counts.passed} passed, ${counts.failed} failed  (${seconds} s)`,
  );
  summary.push(...(counts.failures ?? []).map((failure) => `        ${failure}`));
  summary.push(...(counts.secondTries ?? []).map((test) => `        passed only when run again: ${test}`));
}

console.log(`\n${summary.join("\n")}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
