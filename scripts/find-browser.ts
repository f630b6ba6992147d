import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

export interface FoundBrowser {
  /** Undefined: Playwright's own, which it finds itself. */
  executablePath: string | undefined;
  /** In plain words, which browser it is. */
  note: string;
}

const systemBrowsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const macBrowsers = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * A browser that is there already: `SIGNALBOX_TEST_BROWSER`, Playwright's own, or a Chromium or Chrome of the system.
 */
export function findBrowser(): FoundBrowser | undefined {
  const named = process.env.SIGNALBOX_TEST_BROWSER;
  if (named) {
    if (!existsSync(named)) throw new Error(`SIGNALBOX_TEST_BROWSER names ${named}, which is not there.`);
    return { executablePath: named, note: `the browser that SIGNALBOX_TEST_BROWSER names, ${named}` };
  }
  if (existsSync(chromium.executablePath())) return { executablePath: undefined, note: "Playwright's own Chromium" };
  const system = systemBrowser();
  return system ? { executablePath: system, note: `the system's ${system}` } : undefined;
}

/**
 * `findBrowser`, and where it finds none, installs one: Playwright's own, else the distribution's by apt-get.
 *
 * @throws saying what was tried
 */
export function findOrInstallBrowser(say: (message: string) => void): FoundBrowser {
  const found = findBrowser();
  if (found) return found;

  say("No browser found. Installing Playwright's Chromium (npx playwright install --with-deps chromium)…");
  const playwright =
    process.platform === "linux" && process.getuid?.() !== 0 ? ["chromium"] : ["--with-deps", "chromium"];
  const install = spawnSync("npx", ["playwright", "install", ...playwright], {
    encoding: "utf8",
    timeout: 300_000,
    // Behind a closed network the next way is tried after seconds, not minutes.
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" },
  });
  if (install.status === 0 && existsSync(chromium.executablePath()))
    return { executablePath: undefined, note: "Playwright's own Chromium, installed just now" };
  say(`That did not work (${lastLine(install.stderr) || install.error?.message || `exit code ${install.status}`}).`);

  if (hasProgram("apt-get") && process.getuid?.() === 0) {
    say("Installing the distribution's Chromium (apt-get install chromium)…");
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update"], { encoding: "utf8", timeout: 300_000, env: environment });
    const apt = spawnSync("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], {
      encoding: "utf8",
      timeout: 600_000,
      env: environment,
    });
    const system = systemBrowser();
    if (system) return { executablePath: system, note: `the system's ${system}, installed just now` };
    say(`That did not work (${lastLine(apt.stderr) || `exit code ${apt.status}`}).`);
  }
  throw new Error(
    "There is no browser for the browser tests. Install Chromium or Chrome, or name one in SIGNALBOX_TEST_BROWSER.",
  );
}

function systemBrowser(): string | undefined {
  for (const name of systemBrowsers) {
    if (hasProgram(name)) return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  }
  return macBrowsers.find((path) => existsSync(path));
}

function hasProgram(name: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;
}

/** The last line that speaks of an error, else the last one. */
function lastLine(text: string | null): string {
  const lines = (text ?? "").trim().split("\n");
  return (lines.findLast((line) => /error|fail/i.test(line)) ?? lines.at(-1) ?? "").trim();
}
