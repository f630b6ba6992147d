import { chromium } from "@playwright/test";
import { numbersFrom, pressOnLiveQueue } from "@/e2e/support/random-keys";
import { seedScenario } from "@/prisma/seed/run";
import { findOrInstallBrowser } from "../find-browser";
import type { Stack } from "../testing/stack";
import { must } from "./client";

/** As long as one sits before one queue; then another is opened. */
const roundMs = 60_000;

/**
 * Random keys on a live queue, as fast as a person and faster, while everybody else decides, claims and asks on the other server: every
 * answer that left the page was to what was painted when its key went down, and the page never threw.
 */
export async function keys(stack: Stack, minutes: number, say: (message: string) => void): Promise<string> {
  const [mine, other = mine] = stack.servers;
  if (!mine || !other) throw new Error("no server");
  await seedScenario("demo");
  const seed = Date.now() % 1_000_000;
  const random = numbersFrom(seed);
  const browser = await chromium.launch({
    executablePath: findOrInstallBrowser(say).executablePath,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  let [answers, presses] = [0, 0];
  try {
    for (let round = 1; round <= Math.ceil((minutes * 60_000) / roundMs); round += 1) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const found = await pressOnLiveQueue({
        page: await context.newPage(),
        mine: mine.url,
        others: other.url,
        forMs: Math.min(roundMs, minutes * 60_000),
        random,
      });
      await context.close();
      must(found.wrong.length === 0, `seed ${seed}, round ${round}: ${found.wrong.join("; ")}`);
      must(found.answers > 0, `something was answered in round ${round} of seed ${seed}`);
      answers += found.answers;
      presses += found.presses;
      say(`keys: ${round} min, ${presses} presses, ${answers} answers`);
    }
  } finally {
    await browser.close();
  }
  return `${presses} random presses gave ${answers} answers, each to what was painted when its key went down; nothing was thrown`;
}
