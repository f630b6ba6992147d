import type { Page } from "@playwright/test";
import { apiAs } from "./support/agent-access";
import { decision, openQueue, queue, rows, said, seen } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { type HeldActions, heldActions, signInAs } from "./support/held-actions";
import { tabTo } from "./support/keyboard";

// Handing an action to one person: it waits for them, and everybody else is told by name whom it waits for. Setting it aside: it is out
// of one's own way for a while, and comes back by itself.

const supervisor = "supervisor@meridian.example";
const officer = "governance@meridian.example";
const colleague = "supervisor2@meridian.example";

let held: HeldActions;

test.beforeEach(async ({ baseURL, context }) => {
  held = await heldActions(baseURL);
  await signInAs(context, baseURL, supervisor);
});
test.afterEach(() => held.dispose());

async function nameOf(baseURL: string | undefined, email: string): Promise<string> {
  const api = await apiAs(baseURL ?? "", email);
  const { person } = (await (await api.get("/api/v1/me")).json()) as { person: { name: string } };
  await api.dispose();
  return person.name;
}

/** Chooses an option of the form's list by keyboard. */
async function chooseTo(page: Page, name: string): Promise<void> {
  const form = decision(page).getByRole("form", { name: "Escalate" });
  await tabTo(page, form.getByRole("combobox", { name: "To" }), { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  const option = page.getByRole("option", { name });
  await expect(option).toBeVisible();
  for (
    let pressed = 0;
    pressed < 30 && !(await option.evaluate((each) => each === document.activeElement));
    pressed += 1
  )
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(form.getByRole("combobox", { name: "To" })).toContainText(name);
  await expect(form.getByRole("combobox", { name: "To" })).toBeFocused();
}

test("an action is escalated to a person by name: it waits for them, a colleague reads whom it waits for, and they decide it", async ({
  page,
  anotherBrowser,
  baseURL,
}) => {
  const [officersName, own] = [await nameOf(baseURL, officer), await nameOf(baseURL, supervisor)];
  const { id } = await held.askScale(48);

  // The officer's queue is open: what they are asked comes by itself.
  const theirs = await anotherBrowser();
  await signInAs(theirs, baseURL, officer);
  const officers = await theirs.newPage();
  await officers.goto(`/approvals?type=${held.scale}`);
  await expect(queue(officers)).toContainText("Nothing matches these filters");

  await openQueue(page, held.scale, 1);
  await page.keyboard.press("x");
  const form = decision(page).getByRole("form", { name: "Escalate" });
  await expect(form.getByRole("textbox")).toBeFocused();
  await chooseTo(page, officersName);
  // Handing it to others: oneself is not among them.
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: officersName })).toContainText("Governance officer");
  await expect(page.getByRole("option", { name: own })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await tabTo(page, form.getByRole("textbox"));
  await page.keyboard.type("You know this pool: is it within the plan?");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(said(page, "Escalated")).toBeVisible();
  expect(await held.read(id)).toMatchObject({
    status: "pending",
    escalation: { teamId: null, role: null, person: { name: officersName } },
  });

  const others = await anotherBrowser();
  await signInAs(others, baseURL, colleague);
  const colleagues = await others.newPage();
  await colleagues.goto(`/approvals?type=${held.scale}`);
  await expect(queue(colleagues)).toContainText("Nothing matches these filters");
  await colleagues.goto(`/approvals?type=${held.scale}&view=all`);
  await expect(rows(colleagues)).toHaveCount(1);
  await expect(rows(colleagues)).toContainText(`Escalated to ${officersName}`);
  await expect(decision(colleagues).getByRole("note", { name: "Who can decide it" })).toContainText(
    `Who can decide it: ${officersName}`,
  );
  await expect(colleagues.getByRole("article", { name: "Evidence" })).toContainText(
    `${own} escalated to ${officersName}`,
  );

  await expect(rows(officers)).toHaveCount(1);
  await expect(rows(officers)).toContainText(`Escalated to ${officersName}`);
  await seen(officers, id);
  await officers.keyboard.press("a");
  await expect(decision(officers).getByRole("textbox", { name: "Why is it right?" })).toBeFocused();
  await officers.keyboard.type("Within the plan of November");
  await officers.keyboard.press("ControlOrMeta+Enter");
  await expect(said(officers, "Approved")).toBeVisible();
  expect(await held.read(id)).toMatchObject({ status: "approved", decision: { by: { name: officersName } } });
});

test("Z sets an action aside for me: it leaves what waits for me, in every tab, and is brought back by undo, by Z and by itself", async ({
  page,
  context,
  baseURL,
}) => {
  const [first, second] = [await held.askRefund(51), await held.askRefund(52)];
  const count = async () => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
  await openQueue(page, held.refund, 2);
  const before = await count();
  const tab = await context.newPage();
  await tab.goto(`/approvals?type=${held.refund}`);
  await expect(rows(tab)).toHaveCount(2);
  await expect(tab.locator("[data-ready]")).toBeVisible();
  const openId = (await decision(page).getAttribute("data-seen")) ?? "";
  const [opened, other] = openId === first.id ? [first, second] : [second, first];
  await rows(tab)
    .and(tab.locator(`[data-row="${opened.id}"]`))
    .click();
  await seen(tab, opened.id);
  await page.bringToFront();

  // A letter in a form is a letter.
  await page.keyboard.press("r");
  await page.keyboard.type("zz");
  await expect(decision(page).getByRole("textbox")).toHaveValue("zz");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);

  const chooseLater = async () => {
    await page.keyboard.press("z");
    const choice = page.getByRole("menuitem", { name: "15 minutes" });
    await expect(choice).toBeVisible();
    for (
      let pressed = 0;
      pressed < 5 && !(await choice.evaluate((item) => item === document.activeElement));
      pressed += 1
    )
      await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(said(page, "Set aside")).toBeVisible();
  };
  await chooseLater();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toHaveAttribute("data-row", other.id);
  await expect.poll(async () => before - (await count())).toBe(1);
  // There it may be what one is reading: it says so, and stays until one goes on.
  await expect(rows(tab).and(tab.locator(`[data-row="${opened.id}"]`))).toContainText("Set aside until");
  // The agent and everybody else see what they saw.
  expect(await held.read(opened.id)).toMatchObject({
    status: "pending",
    claim: null,
    decision: null,
    expiresAt: opened.expiresAt,
  });

  await said(page, "Set aside").getByRole("button", { name: "Undo" }).click();
  await expect(rows(page)).toHaveCount(2);
  await seen(page, opened.id);
  await expect.poll(async () => before - (await count())).toBe(0);

  await chooseLater();
  await queue(page)
    .getByRole("tab", { name: /^Set aside/ })
    .click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(/Set aside until .*\d\d:\d\d/);
  await seen(page, opened.id);
  await expect(decision(page)).toContainText("Set aside until");
  await page.keyboard.press("z");
  await expect(said(page, "Brought back")).toBeVisible();
  await expect(queue(page)).toContainText("Nothing matches these filters");

  // By itself: nobody presses anything.
  await queue(page)
    .getByRole("tab", { name: /^For me/ })
    .click();
  await expect(rows(page)).toHaveCount(2);
  const api = await apiAs(baseURL ?? "", supervisor);
  for (const { id } of [first, second]) {
    const until = new Date(Date.now() + 6_000).toISOString();
    expect((await api.put(`/api/v1/actions/${id}/set-aside`, { data: { until } })).status()).toBe(200);
  }
  await api.dispose();
  await page.goto(`/approvals?type=${held.refund}`);
  await expect(queue(page)).toContainText("Nothing matches these filters");
  await expect(rows(page)).toHaveCount(2, { timeout: 15_000 });
  await expect.poll(async () => before - (await count())).toBe(0);
});
