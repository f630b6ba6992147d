import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/find-browser";

const executablePath = findBrowser()?.executablePath;

/** Expects a running installation with the demo at SIGNALBOX_TEST_URL; `npm test` and `npm run test:e2e` start one. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: Number(process.env.SIGNALBOX_TEST_WORKERS ?? 1),
  forbidOnly: true,
  // Counted as passed and named in the end: scripts/testing/counts.ts says why.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    baseURL: process.env.SIGNALBOX_TEST_URL ?? "http://localhost:3000",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    // Recorded only where a failure is looked into: every step of every test would pay for it.
    trace: process.env.SIGNALBOX_TEST_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
