import type { Locator, Page } from "@playwright/test";
import { apiAs } from "./support/agent-access";
import { expect, test } from "./support/fixtures";
import { decideAs, type HeldActions, heldActions, signInAs } from "./support/held-actions";

/** Who it was: wherever somebody is named as having done something, what tells them from anybody of a like name is one movement away. */

const supervisor = { name: "Daniel Okafor", email: "supervisor@meridian.example" };
const admin = { name: "Ingrid Solheim", email: "admin@meridian.example" };

let held: HeldActions;
test.beforeEach(async ({ baseURL, context }) => {
  held = await heldActions(baseURL);
  await signInAs(context, baseURL, "governance@meridian.example");
});
test.afterEach(() => held.dispose());

const hint = (page: Page, email: string): Locator =>
  page.getByText(email, { exact: true }).and(page.getByRole("status"));

/** Opens an action of which the administrator withdrew the supervisor's vote, and of whose kind the supervisor rejected one before. */
async function openWithdrawn(page: Page, baseURL: string | undefined): Promise<void> {
  await decideAs(baseURL, supervisor.email, await held.askRefund(10), {
    decision: "reject",
    reason: { text: "Not this one" },
  });
  const open = await held.askRefund(20);
  await decideAs(baseURL, supervisor.email, open, { decision: "approve" });
  const other = await apiAs(baseURL ?? "", admin.email);
  expect((await other.delete(`/api/v1/actions/${open.id}/decisions/current`)).status()).toBe(200);
  await other.dispose();
  await page.goto(`/approvals?view=all&action=${open.id}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
}

test("a name tells its address on hover and on focus: of votes, of who withdrew one, in the history and in the queue", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(120_000);
  await openWithdrawn(page, baseURL);
  const said = page.getByRole("region", { name: "What people said so far" });
  // The evidence is drawn by the server, and answers a pointer once its script has come.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await said.getByRole("link", { name: supervisor.name }).hover();
    await expect(hint(page, supervisor.email)).toBeVisible({ timeout: 1_500 });
  }).toPass({ timeout: 20_000 });
  await said.getByRole("link", { name: supervisor.name }).focus();
  // The time of the vote lies between the two.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(said.getByRole("link", { name: admin.name })).toBeFocused();
  await expect(hint(page, admin.email)).toBeVisible();
  await expect(hint(page, supervisor.email)).toBeHidden();
  await page.getByRole("list", { name: "The latest of them" }).getByRole("link", { name: supervisor.name }).hover();
  await expect(hint(page, supervisor.email)).toBeVisible();

  await page.goto(`/approvals?view=decided&type=${held.refund}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  await page
    .getByRole("button", { name: /Refund 10\.00 EUR/ })
    .getByText(supervisor.name)
    .hover();
  await expect(hint(page, supervisor.email)).toBeVisible();
});

test("on a touch screen the first tap tells it, and the second follows it to what they did", async ({
  browser,
  baseURL,
}) => {
  const touch = await browser.newContext({
    baseURL,
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await signInAs(touch, baseURL, "governance@meridian.example");
  const page = await touch.newPage();
  await openWithdrawn(page, baseURL);
  const name = page
    .getByRole("region", { name: "What people said so far" })
    .getByRole("link", { name: supervisor.name });
  await name.tap();
  await expect(hint(page, supervisor.email)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/approvals");
  await name.tap();
  await page.waitForURL("**/audit?actor=per_*");
  await touch.close();
});

test("whoever stopped a kind is told in the banner, on the board and in its table", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const api = await apiAs(baseURL ?? "", admin.email);
  const pulled = await api.post("/api/v1/stops", {
    data: { scope: { type: "kind", id: "planning" }, reason: `a look ${held.suffix}` },
  });
  const { id } = (await pulled.json()) as { id: string };
  try {
    for (const view of ["tracks", "table"]) {
      await page.goto(`/board?view=${view}`);
      const names = page.getByRole("link", { name: admin.name });
      await expect(names).toHaveCount(2);
      for (const name of await names.all()) {
        await name.hover();
        await expect(hint(page, admin.email)).toBeVisible();
        await page.mouse.move(2, 400);
        await expect(hint(page, admin.email)).toBeHidden();
      }
    }
  } finally {
    expect((await api.post(`/api/v1/stops/${id}/rearm`, { data: { reason: "looked" } })).ok()).toBe(true);
    await api.dispose();
  }
});
