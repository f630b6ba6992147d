import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { type LongTexts, longTexts } from "./support/long-texts";

// Whatever agents and people write, the frame stays where it is: nothing outside the panes scrolls, and STOP and the answers stay in sight.

const sizes = [
  { width: 360, height: 740 },
  { width: 740, height: 360 },
  { width: 768, height: 1024 },
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];
/** Pages looked at at the same time, each in a tab of its own. */
const tabs = 2;

/** What is wrong with the frame of the page as it stands, in words; empty where nothing is. */
function faultsOfFrame(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const [width, height] = [window.innerWidth, window.innerHeight];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > width) faults.push(`the page is ${scrollWidth} px wide`);
    if (scrollHeight > height) faults.push(`the page is ${scrollHeight} px high`);
    const main = document.querySelector("main");
    if (!main || main.clientHeight < height * 0.3) faults.push(`only ${main?.clientHeight ?? 0} px are left for the page itself`);
    if (main && main.scrollWidth > main.clientWidth) faults.push(`the page's content is ${main.scrollWidth} px wide in ${main.clientWidth}`);
    const answers = [...document.querySelectorAll("[data-answer]")].filter((answer) => answer.checkVisibility());
    const must = [["STOP", document.querySelector("header button[aria-label^=Stop]")], ...answers.map((answer) => [answer.textContent, answer])] as [string, Element | null][];
    for (const [name, element] of must) {
      const box = element?.getBoundingClientRect();
      if (!box || box.left < 0 || box.top < 0 || box.right > width || box.bottom > height) faults.push(`${name} is at ${JSON.stringify(box ?? null)}`);
      else if (!element?.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2))) faults.push(`${name} is covered`);
    }
    return faults;
  });
}

test.describe("with the longest texts everywhere", () => {
  let long: LongTexts;
  test.afterEach(() => long.dispose());

  test("no page is wider or higher than the window, and STOP and the answers are in it", async ({ context, baseURL }) => {
    test.setTimeout(240_000);
    long = await longTexts(baseURL ?? "", context);
    const left = [...long.pages];
    const found: string[] = [];
    const lookThrough = async () => {
      const page = await context.newPage();
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
        await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
        for (const size of sizes) {
          await page.setViewportSize(size);
          await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
          const shown = path.replace(/W{9,}/g, "W…");
          for (const fault of await faultsOfFrame(page)) found.push(`${shown} at ${size.width} × ${size.height}: ${fault}`);
        }
      }
      await page.close();
    };
    await Promise.all(Array.from({ length: tabs }, lookThrough));
    expect(found).toEqual([]);
  });
});
