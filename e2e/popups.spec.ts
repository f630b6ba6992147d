import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";

/** Whatever list or menu is open, on the smallest phone too: STOP is in sight, uncovered, and can be pressed. */

test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

/** What lies at the middle of the lever, in words; `STOP` where it is the lever itself. */
const atTheLever = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const lever = document.querySelector("header button[aria-label^=Stop]");
    const box = lever?.getBoundingClientRect();
    const there = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return lever && there && lever.contains(there) ? "STOP" : (there?.outerHTML.slice(0, 200) ?? "nothing");
  });

const opened: { what: string; path: string; open: (page: Page) => Promise<void> }[] = [
  {
    what: "the longest list, of the log's events",
    path: "/audit",
    open: async (page) => {
      await page.getByRole("button", { name: "More filters" }).tap();
      await page.getByRole("combobox", { name: "What happened" }).tap();
      await expect(page.getByRole("option").nth(20)).toBeAttached();
    },
  },
  {
    what: "a list far down the page",
    path: "/actions?status=pending",
    open: async (page) => {
      const filters = page.getByRole("search", { name: "Filter the actions" });
      const last = filters.getByRole("combobox", { name: "What came of it" });
      if (!(await last.isVisible())) await filters.getByRole("button", { name: /filters/i }).tap();
      await last.tap();
    },
  },
  {
    what: "a list of kinds",
    path: "/agents",
    open: async (page) => page.getByRole("combobox", { name: "Kind" }).tap(),
  },
  {
    what: "the suggestions of a field far down the page",
    path: "/actions?status=pending",
    open: async (page) => {
      const filters = page.getByRole("search", { name: "Filter the actions" });
      const agent = filters.getByRole("combobox", { name: "Agent" });
      if (!(await agent.isVisible())) await filters.getByRole("button", { name: /filters/i }).tap();
      await agent.tap();
      await agent.pressSequentially("a");
    },
  },
  {
    what: "a list of roles",
    path: "/people",
    open: async (page) => page.getByRole("combobox", { name: "Role" }).tap(),
  },
  {
    what: "the reader's own menu",
    path: "/runs",
    open: async (page) =>
      page
        .getByRole("banner")
        .getByRole("button", { name: /^Account:/ })
        .tap(),
  },
];

for (const { what, path, open } of opened) {
  test(`STOP can be pressed over ${what}`, async ({ page, context, baseURL }) => {
    await signInAs(context, baseURL, "admin@meridian.example");
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await open(page);
    const popup = page.locator("[role=listbox], [role=menu]").first();
    await expect(popup).toBeVisible();
    await expect.poll(() => popup.evaluate((element) => element.getAnimations({ subtree: true }).length)).toBe(0);
    expect(await atTheLever(page)).toBe("STOP");
    const list = await popup.boundingBox();
    const bar = await page.getByRole("banner").boundingBox();
    expect(list && bar ? list.y : 0, "all of it is below the bar").toBeGreaterThanOrEqual(
      bar ? bar.y + bar.height : 640,
    );
    await page.getByRole("button", { name: /^Stop/ }).tap();
    await expect(page.getByRole("dialog", { name: "Stop agents" })).toBeVisible();
  });
}
