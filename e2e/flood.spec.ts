import AxeBuilder from "@axe-core/playwright";
import { seenAfterMs } from "@/lib/approvals/answer-guard.rules";
import type { APIRequestContext, Page } from "@playwright/test";
import { apiAs } from "./support/agent-access";
import { queue, rows } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { type HeldActions, heldActions, signInAs } from "./support/held-actions";

// An agent that asks for more than people can answer: it is bounded, one line, answered at once, and told to whoever is on duty.

/** As many of one agent may wait, unless an administrator changed it. */
const bound = 50;
let admin: APIRequestContext;
let held: HeldActions;

test.beforeEach(async ({ context, baseURL }) => {
  admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  held = await heldActions(baseURL);
  await signInAs(context, baseURL, "supervisor@meridian.example");
});
test.afterEach(async () => {
  await held.dispose();
  await admin.dispose();
});

const group = (page: Page) => queue(page).locator("[data-group]");
const alarms = (page: Page) => page.getByRole("region", { name: "Alarms" });
const ofThisTest = (page: Page) => alarms(page).getByRole("link", { name: new RegExp(held.suffix) });

async function openAll(page: Page): Promise<void> {
  await page.goto(`/approvals?view=all&q=${held.suffix}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  await expect(group(page)).toHaveCount(1);
}

/** Asks for so many, ten at a time. @returns how many were denied */
async function flood(count: number): Promise<number> {
  let denied = 0;
  for (let from = 1; from <= count; from += 10) {
    const asked = await Promise.all(
      Array.from({ length: Math.min(10, count - from + 1) }, (_, n) => held.askScale(from + n)),
    );
    denied += asked.filter(({ status }) => status === "denied").length;
  }
  return denied;
}

test("many of one agent and type are one line, unfolded and folded by mouse and by keyboard", async ({ page }) => {
  const calm = await held.askRefund(5);
  await flood(6);
  await openAll(page);
  await expect(group(page)).toContainText(`6 × ${held.scale}`);
  // The other question of the same agent keeps its own line, after what is red.
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).nth(1)).toHaveAttribute("data-row", calm.id);

  await group(page).click();
  await expect(group(page)).toHaveAttribute("aria-expanded", "true");
  await expect(rows(page)).toHaveCount(7);
  await group(page).press("ArrowLeft");
  await expect(rows(page)).toHaveCount(2);
  await page.keyboard.press("f");
  await expect(rows(page)).toHaveCount(7);
  await page.keyboard.press("f");
  await expect(rows(page)).toHaveCount(2);
  await page.keyboard.press("j");
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(group(page)).toBeFocused();
});

test("a flood is bounded, rejected at once, and an alarm on every screen until one acknowledges it", async ({
  page,
  context,
}) => {
  expect(await flood(bound + 4)).toBe(4);
  await openAll(page);
  await expect(group(page)).toContainText(`50 × ${held.scale}`);
  await group(page).focus();

  await test.step("all of it is chosen, and rejected with one reason", async () => {
    await page.keyboard.press("Space");
    await expect(
      page.getByRole("region", { name: "Chosen actions" }).getByRole("button", { name: /^Reject all 50/ }),
    ).toBeVisible();
    await page.keyboard.press("b");
    const dialog = page.getByRole("dialog", { name: "Reject 50 actions together" });
    // Nothing is sent before all of it was read.
    await expect(dialog).toContainText("Actions50");
    await dialog.getByText("Not needed").click();
    await page.waitForTimeout(seenAfterMs);
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(dialog).toContainText("50 actions took your answer.");
    await page.keyboard.press("Enter");
    await expect(group(page)).toHaveCount(0);
  });

  await test.step("the banner stands on every screen, leads to the agent's questions, and goes for all when it is acknowledged", async () => {
    const other = await context.newPage();
    await other.goto("/agents");
    await expect(ofThisTest(other)).toBeVisible();
    await expect.poll(async () => (await alarms(other).boundingBox())?.height).toBeLessThan(50);
    await page.goto("/settings");
    await ofThisTest(page).click();
    await expect(page).toHaveURL(/\/approvals\?view=all&agent=agt_/u);
    await alarms(page).getByRole("button", { name: "Acknowledge" }).click();
    await expect(ofThisTest(page)).toHaveCount(0);
    await expect(ofThisTest(other)).toHaveCount(0);
  });
  const { items } = (await (await admin.get("/api/v1/alarms?acknowledged=true&limit=200")).json()) as {
    items: { detail: string; acknowledged: { by: { name: string } } }[];
  };
  expect(items.filter(({ detail }) => detail.includes(held.suffix))).toHaveLength(1);
});

test("the folded queue and the banner are accessible", async ({ page }) => {
  expect(await flood(bound + 2)).toBe(2);
  await openAll(page);
  await expect(ofThisTest(page)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  await alarms(page).getByRole("button", { name: "Acknowledge" }).click();
  await expect(ofThisTest(page)).toHaveCount(0);
});
