import { expect, test } from "./support/fixtures";
import { heldActions, signInAs } from "./support/held-actions";
import { decision, openQueue } from "./support/approvals-page";

// Whatever is held may be open, also what the catalog does not know: then it is asked in vain.
test.use({ allowedConsoleErrors: [/404.*\/api\/v1\/action-types\//] });

/** Keys beyond those that decide: the sheet of all keys, going from page to page, and time for the last minute. */

test("? opens the sheet of all keys, and G with a letter goes to a page", async ({ page, context, baseURL }) => {
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await page.goto("/approvals");
  await expect(page.locator("[data-ready]")).toBeVisible();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("Edit and approve");
  await expect(sheet).toContainText("Undo during the grace period");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  for (const [letter, path] of [
    ["b", "/board"],
    ["r", "/runs"],
    ["a", "/approvals"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(letter);
    await page.waitForURL((url) => url.pathname === path);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  }
});

test("in the last minute T adds time, once for everybody who looks", async ({ page, context, baseURL }) => {
  const held = await heldActions(baseURL, { decideWithinSeconds: 55 });
  const action = await held.askScale(12);
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await openQueue(page, held.scale, 1);
  const before = Date.parse((await held.read(action.id)).expiresAt);
  await expect(decision(page).getByRole("button", { name: /^Add/ })).toBeVisible();
  await page.keyboard.press("t");
  await expect(decision(page).getByRole("button", { name: /^Add/ })).toBeHidden();
  expect(Date.parse((await held.read(action.id)).expiresAt)).toBeGreaterThan(before);
  await held.dispose();
});

test("an agent's own deadline is never extended, and the button says so", async ({ page, context, baseURL }) => {
  const held = await heldActions(baseURL);
  const deadline = new Date(Date.now() + 50_000).toISOString();
  const action = await held.askScale(12, { deadline });
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await openQueue(page, held.scale, 1);
  const add = decision(page).getByRole("button", { name: /^Add/ });
  await expect(add).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("t");
  await expect(add).toHaveAccessibleDescription(
    "This is the agent's own deadline: after it, an answer is no longer any use to it.",
  );
  expect((await held.read(action.id)).deadline).toBe(deadline);
  await held.dispose();
});
