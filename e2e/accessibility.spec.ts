import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { apiAs } from "./support/agent-access";

// axe finds nothing on any page, in light and in dark, on a desk and on a phone.

const pages = [
  "/board",
  "/board?view=table",
  "/approvals",
  "/actions",
  "/runs",
  "/agents",
  "/catalog",
  "/catalog/new",
  "/audit",
  "/people",
  "/people/teams",
  "/settings",
  "/account",
  "/controls",
  "/jobs",
  "/docs/api",
];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const sizes = [
  { name: "desk", width: 1440, height: 900 },
  { name: "phone", width: 360, height: 760 },
];

/** What of axe depends on colours alone; the rest was looked at in light. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];
/** Pages looked at at the same time, each in a tab of its own. */
const tabs = 2;

const axe = (page: Page, colorScheme: "light" | "dark") => {
  const builder = new AxeBuilder({ page });
  return (colorScheme === "light" ? builder.withTags(tags) : builder.withRules(rulesOfColour)).analyze();
};

for (const colorScheme of ["light", "dark"] as const) {
  for (const { name, width, height } of sizes) {
    test(`axe finds nothing on any page, ${colorScheme}, ${name}`, async ({ browser, baseURL, consoleErrors }) => {
      test.setTimeout(300_000);
      const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
      const context = await browser.newContext({
        storageState: await admin.storageState(),
        colorScheme,
        viewport: { width, height },
        reducedMotion: "reduce",
      });
      consoleErrors.watch(context);
      const first = async (list: string) =>
        ((await (await admin.get(list)).json()) as { items: { id?: string; name?: string; seq?: number }[] }).items[0];
      const agent = await first("/api/v1/agents");
      const run = await first("/api/v1/runs");
      const type = await first("/api/v1/action-types");
      const entry = await first("/api/v1/audit");
      const left = [
        ...pages,
        `/agents/${agent?.id}`,
        `/runs/${run?.id}`,
        `/catalog/${type?.name}`,
        `/audit/${entry?.seq}`,
      ];
      const lookThrough = async () => {
        const page = await context.newPage();
        for (let path = left.shift(); path !== undefined; path = left.shift()) {
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
          // What is still on its way is no page yet.
          await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
          const { violations } = await axe(page, colorScheme);
          expect(
            violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(" | ")}`),
            `${path} in ${colorScheme}`,
          ).toEqual([]);
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
            `${path} does not scroll sideways at ${width} px`,
          ).toBe(true);
        }
      };
      await Promise.all(Array.from({ length: tabs }, lookThrough));
      await context.close();
      await admin.dispose();
    });

    test(`axe finds nothing on the sign-in page, ${colorScheme}, ${name}`, async ({ browser, consoleErrors }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height } });
      consoleErrors.watch(context);
      const page = await context.newPage();
      await page.goto("/sign-in");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      expect(violations.map((v) => v.id)).toEqual([]);
      await context.close();
    });
  }
}
