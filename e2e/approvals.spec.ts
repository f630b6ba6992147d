import type { Page } from "@playwright/test";
import { seenAfterMs } from "@/lib/approvals/answer-guard.rules";
import { apiAs } from "./support/agent-access";
import { decision, openQueue, queue, rows, said } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { decideAs, type HeldActions, heldActions, signInAs } from "./support/held-actions";
import { retype, tabTo } from "./support/keyboard";

/** The whole way of a held action past a supervisor, by keyboard alone: no test in this file touches a mouse. */

const supervisor = "supervisor@meridian.example";
const colleague = "supervisor2@meridian.example";

let held: HeldActions;

test.beforeEach(async ({ baseURL, context }) => {
  held = await heldActions(baseURL);
  await signInAs(context, baseURL, supervisor);
});
test.afterEach(() => held.dispose());

const evidence = (page: Page) => page.getByRole("article", { name: "Evidence" });

test("approving in red needs a written reason, and hides the agent's confidence until one has chosen", async ({
  page,
}) => {
  const { id } = await held.askScale(24);
  await openQueue(page, held.scale, 1);
  await expect(evidence(page).getByRole("heading", { level: 2 })).toHaveText(
    `Scale pool prod-a100 to 24 nodes (${held.suffix})`,
  );
  await expect(evidence(page)).toContainText("Its confidence is shown after you choose.");
  await expect(evidence(page)).not.toContainText("0.93");

  await page.keyboard.press("a");
  const reason = decision(page).getByRole("textbox", { name: "Why is it right?" });
  await expect(reason).toBeFocused();
  await expect(evidence(page)).toContainText("0.93");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(decision(page)).toContainText("Approving in red needs a written reason.");
  expect((await held.read(id)).status).toBe("pending");

  await page.keyboard.type("Checked the budget with finance");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(said(page, "Approved")).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  expect(await held.read(id)).toMatchObject({
    status: "approved",
    decision: { outcome: "approve", reason: { text: "Checked the budget with finance" } },
  });
});

test("an approval in yellow is one press, can be taken back, and then is held again", async ({ page }) => {
  const { id } = await held.askRefund(38);
  await held.askRefund(39);
  await openQueue(page, held.refund, 2);
  await page.keyboard.press("a");
  await expect(said(page, "Approved")).toContainText("Final in");
  await expect(rows(page)).toHaveCount(1);
  expect((await held.read(id)).settling).toMatchObject({ outcome: "approve" });

  await page.keyboard.press("u");
  await expect(said(page, "Taken back")).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  await expect(page).toHaveURL(new RegExp(`action=${id}`));
  expect(await held.read(id)).toMatchObject({ status: "pending", settling: null, decision: null });
});

test("editing shows the difference as one types, needs a reason, and the edit is what was decided", async ({
  page,
}) => {
  const { id } = await held.askRefund(412);
  await openQueue(page, held.refund, 1);
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Edit and approve" });
  await tabTo(page, dialog.getByLabel("Amount in EUR"));
  await retype(page, "40");
  await expect(dialog.getByRole("region", { name: "What changes" })).toContainText("was 412");
  await expect(dialog.getByRole("region", { name: "What changes" })).toContainText("now 40");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(dialog).toContainText("Say why you changed it.");
  await tabTo(page, dialog.getByLabel("Why this change?"));
  await page.keyboard.type("Half of it was returned");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(said(page, "Edited and approved")).toBeVisible();
  expect((await held.read(id)).settling).toMatchObject({ outcome: "edit" });
});

test("what the schema forbids is not sent", async ({ page }) => {
  const { id } = await held.askRefund(5);
  await openQueue(page, held.refund, 1);
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Edit and approve" });
  await tabTo(page, dialog.getByLabel("Amount in EUR"));
  await retype(page, "-1");
  await tabTo(page, dialog.getByLabel("Why this change?"));
  await page.keyboard.type("No reason at all");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(dialog).toContainText("Correct the parameters first.");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(await held.read(id)).toMatchObject({ status: "pending", settling: null });
});

test("rejecting takes a usual reason, one's own words, or both", async ({ page }) => {
  const { id } = await held.askRefund(7);
  await openQueue(page, held.refund, 1);
  await page.keyboard.press("r");
  const form = decision(page).getByRole("form", { name: "Reject" });
  await expect(form.getByRole("textbox")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(form).toContainText("Choose a reason or write one.");
  await page.keyboard.press("Shift+Tab");
  const suspicious = form.getByRole("radio", { name: "Suspicious parameters" });
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    await expect(suspicious).toBeChecked({ timeout: 200 });
  }).toPass();
  // Enter chooses nothing and sends nothing.
  await page.keyboard.press("Enter");
  await expect(form).toBeVisible();
  await tabTo(page, form.getByRole("textbox"));
  await page.keyboard.type("The order is paid back already");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(said(page, "Rejected")).toBeVisible();
  expect(await held.read(id)).toMatchObject({
    status: "denied",
    decision: { outcome: "reject", reason: { code: "suspicious_arguments", text: "The order is paid back already" } },
  });
});

test("escalating hands it to a role with a note; a team in which nobody may decide it is shown, and cannot be chosen", async ({
  page,
  baseURL,
}) => {
  const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  const empty = `Empty ${held.suffix}`;
  expect((await admin.post("/api/v1/teams", { data: { name: empty } })).status()).toBe(201);
  await admin.dispose();
  const { id } = await held.askScale(48);
  await openQueue(page, held.scale, 1);
  await page.keyboard.press("x");
  const form = decision(page).getByRole("form", { name: "Escalate" });
  await expect(form.getByRole("textbox")).toBeFocused();
  await tabTo(page, form.getByRole("combobox", { name: "To" }), { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  const governance = page.getByRole("option", { name: /Governance officers/ });
  await expect(governance).toBeVisible();
  const nobody = page.getByRole("option", { name: new RegExp(empty) });
  await expect(nobody).toContainText("nobody in it may decide this action");
  await expect(nobody).toHaveAttribute("aria-disabled", "true");
  for (
    let pressed = 0;
    pressed < 8 && !(await governance.evaluate((option) => option === document.activeElement));
    pressed += 1
  )
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(form.getByRole("combobox", { name: "To" })).toContainText("Governance officers");
  await tabTo(page, form.getByRole("textbox"));
  await page.keyboard.type("Is this within the capacity plan?");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(said(page, "Escalated")).toBeVisible();
  expect(await held.read(id)).toMatchObject({ status: "pending", escalation: { role: "governance" } });
});

test("a claim shows on a colleague's row and pane at once", async ({ page, anotherBrowser, baseURL }) => {
  const { id } = await held.askRefund(20);
  const other = await anotherBrowser();
  await signInAs(other, baseURL, colleague);
  const theirs = await other.newPage();
  await openQueue(theirs, held.refund, 1);

  await openQueue(page, held.refund, 1);
  await page.keyboard.press("c");
  await expect(decision(page)).toContainText("Claimed by you");
  const { claim } = await held.read(id);
  await expect(rows(theirs).first()).toContainText(`Claimed by ${claim?.by.name}`);
  await expect(decision(theirs)).toContainText(`Claimed by ${claim?.by.name}`);
  await expect(decision(theirs)).toContainText("is also looking");

  await page.keyboard.press("c");
  await expect(decision(page)).toContainText("Nobody has claimed it");
  await expect(decision(theirs)).toContainText("Nobody has claimed it");
});

test("when a colleague decides what is open, it says who and what, and keeps the text", async ({ page, baseURL }) => {
  const action = await held.askRefund(90);
  await openQueue(page, held.refund, 1);
  await page.keyboard.press("r");
  await tabTo(page, decision(page).getByRole("textbox"));
  await page.keyboard.type("I was about to say no");
  await decideAs(baseURL, colleague, action, {
    decision: "reject",
    reason: { code: "not_needed", text: "Handled by phone" },
  });
  const { decision: made } = await expect
    .poll(() => held.read(action.id))
    .toMatchObject({ status: "denied" })
    .then(() => held.read(action.id));
  await expect(decision(page)).toContainText(`${made?.by.name} rejected this.`);
  await expect(decision(page)).toContainText("Handled by phone");
  await expect(decision(page)).toContainText("I was about to say no");
});

test("several of one type are decided together, after their combined effect is shown, and each result is reported", async ({
  page,
  baseURL,
}) => {
  const asked = [await held.askRefund(10), await held.askRefund(20), await held.askRefund(30.5)];
  await openQueue(page, held.refund, 3);
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("Shift+J");
  await expect(page.getByRole("region", { name: "Chosen actions" })).toContainText("3 chosen");
  await page.keyboard.press("b");
  const dialog = page.getByRole("dialog", { name: /Approve 3 actions together/ });
  await expect(dialog).toContainText("€ 60.50");
  await expect(dialog).toContainText("60.5 in all");
  await decideAs(baseURL, colleague, asked[1]!, { decision: "reject", reason: { code: "not_needed" } });
  await page.waitForTimeout(seenAfterMs);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(dialog).toContainText("2 actions took your answer, 1 did not.");
  await expect(dialog.getByRole("list", { name: "Results" })).toContainText("Somebody else was first.");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  expect((await held.read(asked[0]!.id)).settling).toMatchObject({ outcome: "approve" });
});

test("several are approved together only when each was shown whole: in its line, opened, or else left out", async ({
  page,
}) => {
  const inLine = await held.askRefund(10, { resource: { type: "order", id: "kept-at-the-harbour" } });
  const opened = await held.askRefund(20, { parameters: { order: "y".repeat(300), amount: 20 } });
  const alone = await held.askRefund(30, { parameters: { order: "z".repeat(1_100), amount: 30 } });
  await openQueue(page, held.refund, 3);
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("Shift+J");
  await expect(page.getByRole("region", { name: "Chosen actions" })).toContainText("3 chosen");
  await page.keyboard.press("b");
  const dialog = page.getByRole("dialog", { name: /together/ });
  await expect(dialog.getByRole("list", { name: "Each of them" }).getByRole("listitem").first()).toContainText(
    /Resource\s*order kept-at-the-harbour\s*order\s*A-10/,
  );
  const unshown = dialog.getByRole("group", { name: "What is not shown" });
  await expect(unshown).toContainText("2 actions of 3 are not shown in full");
  await page.waitForTimeout(seenAfterMs);
  await page.keyboard.press("ControlOrMeta+Enter");
  await dialog.getByRole("listitem").filter({ hasText: "Refund 20.00 EUR" }).locator("summary").click();
  await expect(dialog).toContainText("y".repeat(300));
  await expect(unshown).toContainText("1 action of 3 is not shown in full");
  // Opened among others, it would still not be read.
  await dialog.getByRole("listitem").filter({ hasText: "Refund 30.00 EUR" }).locator("summary").click();
  await expect(unshown).toContainText("1 action of 3 is not shown in full");
  await unshown.getByRole("button", { name: "Leave it out" }).click();
  await expect(page.getByRole("dialog", { name: "Approve 2 actions together" })).toBeVisible();
  await page.waitForTimeout(seenAfterMs);
  await dialog.getByRole("textbox").press("ControlOrMeta+Enter");
  await expect(dialog).toContainText("2 actions took your answer.");
  for (const { id } of [inLine, opened])
    expect(await held.read(id)).toMatchObject({ settling: { outcome: "approve" } });
  expect(await held.read(alone.id)).toMatchObject({ status: "pending", settling: null });
});

test("red is never approved several at once, and can be rejected so", async ({ page }) => {
  const asked = [await held.askScale(2), await held.askScale(3)];
  await openQueue(page, held.scale, 2);
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+J");
  const chosen = page.getByRole("region", { name: "Chosen actions" });
  await expect(chosen.getByRole("button", { name: /^Approve 2/ })).toHaveAccessibleDescription(
    "Red is approved one by one.",
  );
  await page.keyboard.press("b");
  const dialog = page.getByRole("dialog", { name: "Reject 2 actions together" });
  await dialog.getByText("Not needed").click();
  await page.waitForTimeout(seenAfterMs);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(dialog).toContainText("2 actions took your answer.");
  for (const { id } of asked)
    expect((await held.read(id)).decision).toMatchObject({ outcome: "reject", by: { type: "person" } });
});

test("what arrives waits behind a bar, and moves nothing until one asks", async ({ page }) => {
  await held.askRefund(1);
  await openQueue(page, held.refund, 1);
  const first = await rows(page).first().getAttribute("data-row");
  await held.askRefund(2);
  await held.askRefund(3);
  await expect(queue(page).getByRole("button", { name: "2 new" })).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  expect(await rows(page).first().getAttribute("data-row")).toBe(first);
  await page.keyboard.press(".");
  await expect(rows(page)).toHaveCount(3);
  await expect(queue(page).getByRole("button", { name: "2 new" })).toHaveCount(0);
});

test("J and K move, Escape steps back, and letters typed into a reason decide nothing", async ({ page }) => {
  const [first, second] = [await held.askRefund(11), await held.askRefund(12)];
  await openQueue(page, held.refund, 2);
  await page.keyboard.press("j");
  await expect(page).toHaveURL(new RegExp(`action=${second.id}`));
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(page).toHaveURL(new RegExp(`action=${first.id}`));
  await page.keyboard.press("r");
  await tabTo(page, decision(page).getByRole("textbox"));
  await page.keyboard.type("axe, rerun, cancel");
  await expect(decision(page).getByRole("textbox")).toHaveValue("axe, rerun, cancel");
  await page.keyboard.press("Escape");
  await expect(decision(page).getByRole("form")).toHaveCount(0);
  await expect(rows(page).first()).toBeFocused();
  expect(await held.read(first.id)).toMatchObject({ status: "pending", settling: null });
});

test("a reason typed at once, or beside its field, is a reason or nothing: no letter of it answers", async ({
  page,
}) => {
  const { id } = await held.askScale(14);
  await openQueue(page, held.scale, 1);
  const texts = ["wrong amount", "a", "release exactly a, e, x"];
  for (const text of texts) {
    await page.keyboard.press("r");
    await page.keyboard.type(text);
    const form = decision(page).getByRole("form", { name: "Reject" });
    await expect(form).toBeVisible();
    await form.getByRole("radio").first().focus();
    await page.keyboard.type(text);
    await form.getByRole("button", { name: /^Back/ }).focus();
    await page.keyboard.type(text.replaceAll(" ", ""));
    await expect(form).toBeVisible();
    await expect(decision(page).getByRole("form")).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(form).toBeHidden();
  }
  expect(await held.read(id)).toMatchObject({ status: "pending", settling: null, decision: null });
});

test("single-key shortcuts can be switched off, and then decide nothing", async ({ page, context, baseURL }) => {
  const { id } = await held.askRefund(13);
  await context.addCookies([{ name: "signalbox-shortcuts", value: "off", url: baseURL }]);
  await openQueue(page, held.refund, 1);
  await page.keyboard.press("a");
  await page.waitForTimeout(500);
  expect(await held.read(id)).toMatchObject({ status: "pending", settling: null });
});
