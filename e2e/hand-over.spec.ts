import type { Page } from "@playwright/test";
import { apiAs } from "./support/agent-access";
import { decision, openQueue, queue, rows, said, seen } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { type HeldActions, heldActions, signInAs } from "./support/held-actions";
import { tabTo } from "./support/keyboard";

// Handing an action to one person: it waits for them, and everybody else is told by name whom it waits for.

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
  for (let pressed = 0; pressed < 30 && !(await option.evaluate((each) => each === document.activeElement)); pressed += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(form.getByRole("combobox", { name: "To" })).toContainText(name);
}

test("an action is escalated to a person by name: it waits for them, a colleague reads whom it waits for, and they decide it", async ({ page, anotherBrowser, baseURL }) => {
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
  expect(await held.read(id)).toMatchObject({ status: "pending", escalation: { teamId: null, role: null, person: { name: officersName } } });

  const others = await anotherBrowser();
  await signInAs(others, baseURL, colleague);
  const colleagues = await others.newPage();
  await colleagues.goto(`/approvals?type=${held.scale}`);
  await expect(queue(colleagues)).toContainText("Nothing matches these filters");
  await colleagues.goto(`/approvals?type=${held.scale}&view=all`);
  await expect(rows(colleagues)).toHaveCount(1);
  await expect(rows(colleagues)).toContainText(`Escalated to ${officersName}`);
  await expect(decision(colleagues).getByRole("note", { name: "Who can decide it" })).toContainText(`Who can decide it: ${officersName}`);
  await expect(colleagues.getByRole("article", { name: "Evidence" })).toContainText(`${own} escalated to ${officersName}`);

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
