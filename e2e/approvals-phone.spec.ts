import { AxeBuilder } from "@axe-core/playwright";
import { seen } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { type HeldActions, heldActions, signInAs } from "./support/held-actions";

/** The same on a phone, by touch: queue, then evidence with the decision at the bottom. */

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

let held: HeldActions;

test.beforeEach(async ({ baseURL, context }) => {
  held = await heldActions(baseURL);
  await signInAs(context, baseURL, "supervisor@meridian.example");
});
test.afterEach(() => held.dispose());

test("a tap opens the evidence, the answer is given at the bottom, and Back returns to the queue", async ({ page }) => {
  const { id } = await held.askRefund(64);
  await page.goto(`/approvals?type=${held.refund}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  const queue = page.getByRole("region", { name: "Queue" });
  const decision = page.getByRole("complementary", { name: "Decision" });
  await expect(decision).toBeHidden();
  await queue.locator("[data-row]").first().tap();
  await expect(page.getByRole("heading", { level: 2, name: /Refund 64/ })).toBeVisible();
  await expect(queue).toBeHidden();
  await page.goBack();
  await expect(queue).toBeVisible();

  await queue.locator("[data-row]").first().tap();
  await seen(page, id);
  await decision.getByRole("button", { name: "Reject" }).tap();
  await decision.getByRole("radio", { name: "Not needed" }).tap();
  await decision.getByRole("form", { name: "Reject" }).getByRole("button", { name: "Reject" }).tap();
  await expect(queue).toBeVisible();
  await expect(queue.locator("[data-row]")).toHaveCount(0);
  expect(await held.read(id)).toMatchObject({ status: "denied", decision: { reason: { code: "not_needed" } } });
});

test("what one writes in stands wholly above the buttons: when its form opens, while it grows, and when it is tapped again", async ({
  page,
}) => {
  await held.askRefund(68);
  await page.setViewportSize({ width: 360, height: 560 });
  await page.goto(`/approvals?type=${held.refund}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  await page.locator("[data-row]").first().tap();
  const decision = page.getByRole("complementary", { name: "Decision" });
  await decision.getByRole("button", { name: "Reject" }).tap();
  const form = decision.getByRole("form", { name: "Reject" });
  const field = form.getByRole("textbox");
  await expect(field).toBeFocused();
  /** By how many pixels the field reaches under the foot or above the pane's edge; none where all of it is seen. */
  const covered = async () => {
    const [text, pane, send] = await Promise.all([
      field.boundingBox(),
      decision.boundingBox(),
      form.locator("[type=submit]").locator("xpath=ancestor::*[contains(@class, 'sticky')][1]").boundingBox(),
    ]);
    if (!text || !pane || !send) throw new Error("the form is not there");
    return Math.max(0, text.y + text.height - send.y, pane.y - text.y);
  };
  await expect.poll(covered, { message: "as the form opens" }).toBe(0);
  await field.fill("Not this one.\nThe order was paid already.\nAsk the customer first.\nThen ask again.");
  await expect.poll(covered, { message: "with four lines in it" }).toBe(0);
  await decision.evaluate((pane) => pane.scrollTo(0, 0));
  await decision.getByRole("radio").first().tap();
  await decision.evaluate((pane) => pane.scrollTo(0, 0));
  await field.evaluate((element: HTMLTextAreaElement) => element.focus());
  await expect.poll(covered, { message: "when it is come back to" }).toBe(0);
});

test("the lever offers everything first, and the open action's agent besides while its evidence is in sight", async ({
  page,
}) => {
  await held.askRefund(66);
  await page.goto(`/approvals?type=${held.refund}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  const queue = page.getByRole("region", { name: "Queue" });
  const lever = page.getByRole("dialog", { name: "Stop agents" });
  const first = lever.getByRole("radio").first();

  await page.getByRole("button", { name: /^Stop/ }).tap();
  await expect(first).toHaveAccessibleName(/^Everything in/);
  await expect(first).toBeChecked();
  await expect(lever.getByRole("radio", { name: /^Agent/ })).toHaveCount(0);
  await lever.getByRole("button", { name: "Cancel" }).tap();

  await queue.locator("[data-row]").first().tap();
  await expect(page.getByRole("heading", { level: 2, name: /Refund 66/ })).toBeVisible();
  await page.getByRole("button", { name: /^Stop/ }).tap();
  await expect(first).toHaveAccessibleName(/^Everything in/);
  await expect(first).toBeChecked();
  await expect(lever.getByRole("radio", { name: new RegExp(`^Agent desk-${held.suffix}`) })).toHaveCount(1);
});

test("nothing is wider than the screen, and what is tapped is large enough", async ({ page }) => {
  const long = "x".repeat(300);
  await held.askRefund(65, {
    parameters: { order: long, amount: 65 },
    estimatedCost: { amount: "999999999999999", currency: "EUR" },
  });
  await page.goto(`/approvals?type=${held.refund}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  await page.locator("[data-row]").first().tap();
  await expect(page.getByRole("complementary", { name: "Decision" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  // A sum of any size stands in its place whole, and not over its neighbour.
  const facts = page.locator("dl dd").filter({ hasText: "999,999,999,999,999.00" });
  await expect(facts).toBeVisible();
  expect(await facts.evaluate((fact) => fact.scrollWidth - fact.clientWidth)).toBeLessThanOrEqual(0);
  const heights = await page
    .getByRole("group", { name: "Your answer" })
    .getByRole("button")
    .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(38);
});

test("nothing is approved before the end of what will run was on the screen", async ({ page }) => {
  // Long, and not so long that it would be folded.
  await held.askRefund(67, { parameters: { order: "x".repeat(990), amount: 67 } });
  await page.goto(`/approvals?type=${held.refund}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  await page.locator("[data-row]").first().tap();
  const answers = page.getByRole("group", { name: "Your answer" });
  await expect(page.getByRole("complementary", { name: "Decision" })).toContainText("First read what will run");
  await expect(answers.getByRole("button", { name: "Approve" })).toHaveAttribute("aria-disabled", "true");
  await expect(answers.getByRole("button", { name: "Reject" })).not.toHaveAttribute("aria-disabled", "true");
  await page
    .getByRole("article", { name: "Evidence" })
    .getByRole("heading", { name: "What it touches" })
    .scrollIntoViewIfNeeded();
  await expect(answers.getByRole("button", { name: "Approve" })).not.toHaveAttribute("aria-disabled", "true");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no accessibility faults in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await held.askScale(3);
    await page.goto(`/approvals?type=${held.scale}`);
    await expect(page.locator("[data-ready]")).toBeVisible();
    await expect(page.locator("[data-row]")).toHaveCount(1);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.locator("[data-row]").first().tap();
    await page.getByRole("complementary", { name: "Decision" }).getByRole("button", { name: "Reject" }).tap();
    await expect(page.getByRole("form", { name: "Reject" })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
}
