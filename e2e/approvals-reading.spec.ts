import { expect, test } from "./support/fixtures";
import { type HeldActions, heldActions, signInAs } from "./support/held-actions";

/** Reading what is held: the queue walked through, and the evidence in the order in which it was declared. */

let held: HeldActions;

test.beforeEach(async ({ baseURL, context }) => {
  held = await heldActions(baseURL);
  await signInAs(context, baseURL, "supervisor@meridian.example");
});
test.afterEach(() => held.dispose());

test("parameters stand in the order of their schema, in the evidence and in the form that edits them", async ({
  page,
}) => {
  await held.askScale(24);
  await page.goto(`/approvals?type=${held.scale}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  const names = page.getByRole("table", { name: "What will run" }).getByRole("rowheader");
  await expect(names).toHaveText([/^Action/, /nodeCount/, /pool/]);
  await page.keyboard.press("e");
  const form = page.getByRole("dialog", { name: "Edit and approve" });
  await expect(form.getByRole("textbox", { name: /^Node/ }).first()).toHaveAccessibleName(/^Nodes/);
  await page.keyboard.press("Escape");
  await expect(form).toHaveCount(0);
});

test("N and P go through the parts of the evidence, and decide nothing", async ({ page }) => {
  await held.askScale(24);
  await held.askScale(25);
  await page.setViewportSize({ width: 1440, height: 500 });
  await page.goto(`/approvals?type=${held.scale}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  const evidence = page.getByRole("article", { name: "Evidence" });
  const headings = evidence.getByRole("heading", { level: 3 });
  // The evidence is drawn in the frame after the queue.
  await expect.poll(() => headings.count()).toBeGreaterThan(3);
  const words = await headings.allTextContents();
  for (const key of ["n", "n", "n", "p"]) await page.keyboard.press(key);
  const focused = await page.evaluate(() => document.activeElement?.textContent ?? "");
  expect(words.indexOf(focused)).toBeGreaterThan(0);
  await expect(headings.nth(words.indexOf(focused))).toBeInViewport();
  for (let press = 0; press < words.length; press += 1) await page.keyboard.press("p");
  await expect(evidence).toBeFocused();
  expect(await evidence.evaluate((pane) => pane.scrollTop)).toBe(0);
  for (let press = 0; press <= words.length; press += 1) await page.keyboard.press("n");
  await expect(headings.last()).toBeFocused();
  await page.keyboard.press("j");
  await expect(page.getByRole("region", { name: "Queue" }).locator("[data-row]").nth(1)).toBeFocused();
});

test("a held J passes over rows, and opens the one where it is let go", async ({ page }) => {
  for (const amount of [1, 2, 3, 4]) await held.askRefund(amount);
  await page.goto(`/approvals?type=${held.refund}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  const rows = page.getByRole("region", { name: "Queue" }).locator("[data-row]");
  await expect(rows).toHaveCount(4);
  const ids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-row")));
  // The first press is one; every further one without letting go is a repetition.
  for (let press = 0; press < 3; press += 1) await page.keyboard.down("j");
  await page.keyboard.up("j");
  await expect(rows.nth(3)).toBeFocused();
  await expect(rows.nth(3)).toHaveAttribute("aria-current", "true");
  await expect(page).toHaveURL(new RegExp(`action=${ids[3]}`));
  const sentence = (await rows.nth(3).locator("span").filter({ hasText: "Refund" }).first().textContent()) ?? "";
  await expect(page.getByRole("article", { name: "Evidence" }).getByRole("heading", { level: 2 })).toHaveText(sentence);
  await expect(
    page.getByRole("complementary", { name: "Decision" }).getByRole("button", { name: /^Reject/ }),
  ).not.toHaveAttribute("aria-disabled", "true");
  // What is answered is what is open: not what was passed over.
  await page.keyboard.press("r");
  await expect(page.getByRole("form", { name: "Reject" })).toBeVisible();
});

test.describe("with a filter that makes no sense", () => {
  // The refusal is what is looked at.
  test.use({ allowedConsoleErrors: [/status of 400/] });

  test("the queue says so, and it can be taken away there", async ({ page }) => {
    await held.askRefund(3);
    for (const words of ["x".repeat(201), "%00"]) {
      await page.goto(`/approvals?view=all&type=${held.refund}&q=${words}`);
      await expect(page.locator("[data-ready]")).toBeVisible();
      await expect(page.getByRole("region", { name: "Queue" })).toContainText("The queue could not be loaded.");
    }
    await page.getByRole("searchbox", { name: "Search the queue" }).fill("");
    await expect(page.getByRole("region", { name: "Queue" }).locator("[data-row]")).toHaveCount(1);
  });
});
