import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findOrInstallBrowser } from "../find-browser";
import { repositoryRoot } from "../paths";
import { generateClient } from "../prisma/generate";
import { buildIfStale } from "../server/build";
import { playwrightCounts, vitestCounts, type Counts } from "./counts";
import { startInstallation } from "./installation";

export interface Step {
  name: string;
  title: string;
  /** Does the step; `rest` are arguments for the tool behind it. Throwing counts as one failure. */
  run(rest: string[]): Promise<Counts>;
}

const results = join(repositoryRoot, "test-results");
/** What was refused during integration tests; the step `contract` holds the routes to it, before the browser tests clear the folder. */
const refusals = join(results, "refusals.txt");

/** Everything that `npm test` does, in order. A static check counts as one test. */
export const steps: Step[] = [
  { name: "generate", title: "Database client", run: () => check(async () => void (await generateClient())) },
  { name: "typecheck", title: "Types (tsc)", run: () => tool("tsc", ["--noEmit"]) },
  { name: "format", title: "Format (biome)", run: () => tool("biome", ["format", "."]) },
  { name: "lint", title: "Style (eslint)", run: () => tool("eslint", [".", "--max-warnings", "0"]) },
  {
    name: "floors",
    title: "Floors (dependency-cruiser)",
    run: () =>
      tool("depcruise", ["--config", ".dependency-cruiser.cjs", "app", "components", "lib", "scripts", "prisma"]),
  },
  {
    name: "folders",
    title: "Order of the domains",
    run: () => tool("depcruise", ["--config", ".dependency-cruiser.folders.cjs", "lib", "components"]),
  },
  { name: "unused", title: "Unused code (knip)", run: () => tool("knip", []) },
  { name: "unit", title: "Unit tests", run: (rest) => vitest("unit", rest) },
  {
    name: "integration",
    title: "Integration tests (a real PostgreSQL)",
    run: (rest) => withRefusals(() => vitest("integration", rest)),
  },
  { name: "contract", title: "Refusals, declared and provoked", run: (rest) => vitest("contract", rest) },
  { name: "build", title: "Production build", run: () => check(async () => void (await buildIfStale())) },
  { name: "e2e", title: "Browser tests", run: browserTests },
];

async function browserTests(rest: string[]): Promise<Counts> {
  const browser = findOrInstallBrowser((message) => console.log(message));
  console.log(`Browser: ${browser.note}.`);
  const report = join(results, "e2e.json");
  fresh(report);
  // The demo's own agents rest: what a journey finds is what it made itself.
  const installation = await startInstallation(join(results, "server.log"), { SIGNALBOX_DEMO_FLEET: "0" });
  try {
    console.log(`Signalbox runs at ${installation.url}; its log is test-results/server.log.`);
    const environment = {
      SIGNALBOX_TEST_URL: installation.url,
      SIGNALBOX_TEST_DATA_DIR: installation.dataDirectory,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    };
    const code = await execute("playwright", ["test", ...rest], environment);
    return consistent(playwrightCounts(report), code);
  } finally {
    await installation.stop();
  }
}

async function vitest(project: string, rest: string[]): Promise<Counts> {
  const report = join(results, `${project}.json`);
  fresh(report);
  const code = await execute(
    "vitest",
    ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...rest],
    { SIGNALBOX_REFUSALS_FILE: refusals },
  );
  return consistent(vitestCounts(report), code);
}

/** Begins the record of refusals anew. */
async function withRefusals(work: () => Promise<Counts>): Promise<Counts> {
  fresh(refusals);
  return work();
}

async function tool(name: string, args: string[]): Promise<Counts> {
  return (await execute(name, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function check(work: () => Promise<void>): Promise<Counts> {
  await work();
  return { passed: 1, failed: 0 };
}

/** A tool that ends badly without counting a failure has failed all the same. */
function consistent(counts: Counts, code: number | null): Counts {
  return code !== 0 && counts.failed === 0
    ? { ...counts, failed: 1, failures: [`it ended with ${code ?? "a signal"} though no test failed`] }
    : counts;
}

function fresh(report: string): void {
  mkdirSync(results, { recursive: true });
  rmSync(report, { force: true });
}

async function execute(name: string, args: string[], environment: Record<string, string> = {}): Promise<number | null> {
  const child = spawn(join(repositoryRoot, "node_modules", ".bin", name), args, {
    cwd: repositoryRoot,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
