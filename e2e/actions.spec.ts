import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { decideAs, heldActions, type HeldActions, signInAs } from "./support/held-actions";
import { listens } from "./support/listening";

/** Everything that was ever asked for: found by what it is, ordered by what matters, followed to its evidence, its run and its proof. */

let held: HeldActions;
test.beforeEach(async ({ baseURL }) => {
  held = await heldActions(baseURL);
});
test.afterEach(() => held.dispose());

const table = (page: Page): Locator => page.getByRole("table", { name: "Actions" });
const rows = (page: Page): Locator => table(page).locator("tbody tr");
const filters = (page: Page): Locator => page.getByRole("search", { name: "Filter the actions" });

async function choose(page: Page, label: string, option: string) {
  await filters(page).getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
  // It fades, and is no part of the page any more.
  await expect(page.getByRole("listbox")).toHaveCount(0);
}

test("actions are narrowed by status, type, cost and person by name, and ordered by their headings, all of it in the address", async ({
  page,
  context,
  baseURL,
}) => {
  const small = await held.askRefund(5);
  await held.askRefund(700);
  const large = await held.askRefund(90);
  await held.askScale(3);
  await decideAs(baseURL, "supervisor@meridian.example", small, { decision: "approve" });
  await decideAs(baseURL, "supervisor2@meridian.example", large, {
    decision: "reject",
    reason: { text: "Not this one." },
  });
  await signInAs(context, baseURL, "viewer@meridian.example");
  await page.goto(`/actions?q=${held.suffix}`);
  await expect(rows(page)).toHaveCount(4);
  await expect(rows(page).first(), "the newest is first").toContainText("Scale pool");
  await expect(page.getByRole("columnheader", { name: "Asked" })).toHaveAttribute("aria-sort", "descending");

  await page.getByRole("columnheader", { name: "Cost" }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=highest_cost/);
  await expect(page.getByRole("columnheader", { name: "Cost" })).toHaveAttribute("aria-sort", "descending");
  await expect(rows(page).getByRole("rowheader")).toContainText([/700/, /90/, /\b5\b/, /Scale pool/]);
  await page.getByRole("columnheader", { name: "Cost" }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=lowest_cost/);
  await expect(rows(page).getByRole("rowheader")).toContainText([/\b5\b/, /90/, /700/, /Scale pool/]);

  await filters(page).getByRole("textbox", { name: "Cost at least" }).fill("90 EUR");
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(2);
  await choose(page, "Status", "Denied");
  await expect(page).toHaveURL(/status=denied/);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Denied");
  await page.reload();
  await expect(rows(page), "the address says it all").toHaveCount(1);
  await filters(page).getByRole("button", { name: "Clear all" }).click();
  await expect(page).toHaveURL(/\/actions\?sort=lowest_cost$/);

  await filters(page).getByRole("combobox", { name: "Type" }).fill(held.refund);
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(3);
  const decider = filters(page).getByRole("combobox", { name: "Decided by" });
  await decider.fill("supervisor2@meridian");
  await page.keyboard.press("Enter");
  await expect(decider, "a person is chosen by their address and told by their name").toHaveValue(
    /, supervisor2@meridian\.example$/,
  );
  await expect(page).toHaveURL(/by=per_/);
  await expect(rows(page)).toHaveCount(1);
  await filters(page).getByRole("textbox", { name: "Kind of agent" }).fill("nothing of the kind");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No action matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("a person is chosen from the suggestions by keyboard or by pointer; Escape closes them and keeps what was typed", async ({
  page,
  context,
  baseURL,
}) => {
  await signInAs(context, baseURL, "admin@meridian.example");
  await page.goto("/actions");
  const decider = filters(page).getByRole("combobox", { name: "Decided by" });
  const suggestions = page.getByRole("listbox", { name: "Suggestions" });
  await decider.click();
  await decider.pressSequentially("supervisor");
  await expect(suggestions.getByRole("option").nth(1)).toBeVisible();
  await expect(decider).toHaveAttribute("aria-expanded", "true");
  const { violations } = await new AxeBuilder({ page }).include("search").include("[role=listbox]").analyze();
  expect(violations).toEqual([]);

  await page.keyboard.press("Escape");
  await expect(suggestions).toBeHidden();
  await expect(decider).toBeFocused();
  await expect(decider).toHaveValue("supervisor");

  await page.keyboard.press("ArrowDown");
  await expect(suggestions).toBeVisible();
  await page.keyboard.press("ArrowDown");
  const marked = suggestions.locator("[data-highlighted]");
  await expect(marked).toHaveCount(1);
  const byKey = (await marked.textContent()) ?? "";
  await page.keyboard.press("Enter");
  await expect(decider).toHaveValue(byKey);
  await expect(page).toHaveURL(/by=per_/);
  await expect(suggestions).toBeHidden();
  const chosen = new URL(page.url()).searchParams.get("by");

  await decider.fill("supervisor");
  const other = suggestions.getByRole("option").filter({ hasNotText: byKey }).first();
  const byPointer = (await other.textContent()) ?? "";
  await other.click();
  await expect(decider).toHaveValue(byPointer);
  await expect.poll(() => new URL(page.url()).searchParams.get("by")).not.toBe(chosen);

  await decider.fill("supervisor");
  await expect(suggestions).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(suggestions).toBeHidden();
  await expect(filters(page).getByRole("textbox", { name: "Kind of agent" })).toBeFocused();
});

test("a row leads to its evidence and its proof, by pointer and by keyboard, and G L leads to the page", async ({
  page,
  context,
  baseURL,
}) => {
  const action = await held.askRefund(12);
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await page.goto(`/board`);
  await listens(page);
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page.getByRole("heading", { level: 1, name: "Actions" })).toBeVisible();
  await page.goto(`/actions?q=${action.id}`);
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole("link", { name: "Proof" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?subject=${action.id}`));
  await page.goBack();
  await rows(page).first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/approvals\\?.*action=${action.id}`));
  await expect(page.getByRole("heading", { name: new RegExp(held.suffix) })).toBeVisible();
});

test("what the page shows is saved under a name, and opened again from elsewhere", async ({
  page,
  context,
  baseURL,
}) => {
  await held.askRefund(6);
  await signInAs(context, baseURL, "viewer@meridian.example");
  await page.goto(`/actions?q=${held.suffix}&status=pending&sort=highest_cost`);
  await expect(rows(page)).toHaveCount(1);
  const panel = page.getByRole("dialog", { name: "Saved views" });
  await filters(page).getByRole("button", { name: "Views" }).click();
  await panel.getByRole("textbox", { name: "Save this view as" }).fill(`Mine ${held.suffix}`);
  await page.keyboard.press("Enter");
  const mine = panel.getByRole("button", { name: `Mine ${held.suffix}`, exact: true });
  await expect(mine).toHaveAttribute("aria-current", "true");
  await page.goto("/actions?zone=green");
  await filters(page).getByRole("button", { name: "Views" }).click();
  await mine.click();
  await expect(page).toHaveURL(
    (url) =>
      url.searchParams.get("q") === held.suffix &&
      url.searchParams.get("status") === "pending" &&
      url.searchParams.get("sort") === "highest_cost" &&
      !url.searchParams.has("zone"),
  );
  await expect(rows(page)).toHaveCount(1);
  await filters(page).getByRole("button", { name: "Views" }).click();
  await panel.getByRole("button", { name: `Delete Mine ${held.suffix}` }).click();
  await expect(mine).toHaveCount(0);
});

test("what the list shows is taken away as CSV, in its order, and nothing in it calculates", async ({
  page,
  context,
  baseURL,
}) => {
  await held.askRefund(700);
  await held.askRefund(5, { resource: { type: "order", id: "=cmd|' /C calc'!A0" } });
  await signInAs(context, baseURL, "viewer@meridian.example");
  await page.goto(`/actions?q=${held.suffix}&sort=lowest_cost`);
  await expect(rows(page)).toHaveCount(2);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^meridian-actions-.*\.csv$/);
  const text = readFileSync(await download.path(), "utf8");
  const lines = text.slice(1).trimEnd().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^id,askedAt,sentence,/);
  expect(lines[1]).toContain("Refund 5.00 EUR");
  expect(lines[1]).toContain(",'=cmd|' /C calc'!A0,");
  expect(lines[2]).toContain("Refund 700.00 EUR");
});

test("an agent and a catalog entry lead to what was asked", async ({ page, context, baseURL }) => {
  const action = await held.askRefund(8);
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await page.goto(`/agents/${action.agentId}`);
  await page.getByRole("link", { name: "All its actions" }).click();
  await expect(page).toHaveURL(new RegExp(`/actions\\?agent=${action.agentId}`));
  await expect(rows(page)).toHaveCount(1);
  await page.goto(`/catalog/${held.refund}`);
  await page.getByRole("link", { name: "Actions of this type" }).click();
  await expect(page).toHaveURL(new RegExp(`/actions\\?type=${held.refund}`));
  await expect(rows(page)).toHaveCount(1);
});

test("in red the confidence does not sway who is to decide; once decided it is told", async ({
  page,
  context,
  baseURL,
}) => {
  const action = await held.askScale(4);
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await page.goto(`/actions?q=${action.id}`);
  await expect(rows(page)).toContainText("hidden");
  await expect(rows(page)).not.toContainText("0.93");
  await decideAs(baseURL, "supervisor2@meridian.example", action, { decision: "reject", reason: { text: "Not now." } });
  await expect(rows(page), "and the row is renewed by itself").toContainText("0.93");
  await expect(rows(page)).toContainText("Denied");
});

test("filters that make no sense are told, and the page is sound at 360 px, in the dark too", async ({
  page,
  context,
  baseURL,
}) => {
  // Axe looks through fifty rows three times.
  test.setTimeout(120_000);
  await held.askRefund(3);
  await signInAs(context, baseURL, "viewer@meridian.example");
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`/actions?q=${held.suffix}`);
    await expect(rows(page)).toHaveCount(1);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(rows(page)).toContainText(/desk-/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await filters(page).getByRole("button", { name: "More filters" }).click();
  await choose(page, "Order", "Highest cost first");
  await expect(page).toHaveURL(/sort=highest_cost/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test.describe("an amount that is none", () => {
  test.use({ allowedConsoleErrors: [/400.*\/api\/v1\/actions/] });
  test("is refused in words that name it", async ({ page, context, baseURL }) => {
    await signInAs(context, baseURL, "viewer@meridian.example");
    await page.goto("/actions?cost=a%20lot");
    await expect(page.getByText("The actions could not be loaded")).toBeVisible();
    await filters(page).getByRole("button", { name: "Clear all" }).click();
    await expect(rows(page).first()).toBeVisible();
  });
});

test("more rows come by the keyboard, which stays where it is", async ({ page, context, baseURL }) => {
  await signInAs(context, baseURL, "viewer@meridian.example");
  await page.goto("/actions");
  await listens(page);
  const more = page.getByRole("button", { name: "Load more" });
  await more.focus();
  // What had the keyboard and was taken from the page would leave it with nobody, for however short a time.
  await more.evaluate((button) => button.addEventListener("blur", () => document.body.setAttribute("data-lost", "")));
  await page.keyboard.press("Enter");
  await expect.poll(() => rows(page).count()).toBeGreaterThan(50);
  await expect(more).toBeFocused();
  await expect(page.locator("body[data-lost]")).toHaveCount(0);
});
