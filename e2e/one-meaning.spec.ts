import type { Page } from "@playwright/test";
import { seenAfterMs } from "@/lib/approvals/answer-guard.rules";
import { apiAs } from "./support/agent-access";
import { decision, openQueue, queue, rows, said, seen } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { type HeldActions, heldActions, signInAs } from "./support/held-actions";
import { retype, tabTo } from "./support/keyboard";

/** One cursor, and one meaning for each key: what is pressed is an answer to what one has seen, or it is none. */

let held: HeldActions;

test.beforeEach(async ({ baseURL, context }) => {
  held = await heldActions(baseURL);
  await signInAs(context, baseURL, "supervisor@meridian.example");
});
test.afterEach(() => held.dispose());

const undecided = { status: "pending", settling: null, decision: null };
const evidence = (page: Page) => page.getByRole("article", { name: "Evidence" });
/** Not a wait for something to come: for nothing to have come. */
const aWhile = (page: Page) => page.waitForTimeout(700);

test("whatever is typed after R, E or X never approves, wherever the focus is", async ({ page }) => {
  const asked = [await held.askRefund(11), await held.askRefund(12)];
  await openQueue(page, held.refund, 2);
  for (const [key, form] of [
    ["r", "Reject"],
    ["x", "Escalate"],
    ["e", "Edit and approve"],
  ] as const) {
    for (const words of ["wrong amount", "axe a cab; jack", "a", "a a a"]) {
      await page.keyboard.press(key);
      await page.keyboard.type(words, { delay: 5 });
      // Somewhere outside of the form: the words go on there.
      if (key !== "e") {
        await evidence(page).getByRole("heading", { level: 2 }).focus();
        await page.keyboard.type(words, { delay: 5 });
        await rows(page).first().focus();
        await page.keyboard.type(words, { delay: 5 });
      }
      await expect(page.getByRole("form", { name: form, exact: true })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("form", { name: form, exact: true })).toHaveCount(0);
      await seen(page, asked[0]?.id);
    }
  }
  await expect(page.getByRole("region", { name: "Chosen actions" })).toHaveCount(0);
  for (const { id } of asked) expect(await held.read(id)).toMatchObject(undecided);
});

test("a reason written for rejecting is there again for rejecting, and is never that of an approval", async ({
  page,
}) => {
  const { id } = await held.askScale(25);
  await openQueue(page, held.scale, 1);
  await page.keyboard.press("r");
  await page.keyboard.type("wrong pool");
  await page.keyboard.press("Escape");
  await expect(decision(page).getByRole("textbox", { name: "Why?" })).toHaveValue("");
  await page.keyboard.press("a");
  const why = decision(page).getByRole("form", { name: "Approve", exact: true }).getByRole("textbox");
  await expect(why).toHaveValue("");
  await why.press("ControlOrMeta+Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("r");
  await expect(decision(page).getByRole("form", { name: "Reject", exact: true }).getByRole("textbox")).toHaveValue(
    "wrong pool",
  );
  expect(await held.read(id)).toMatchObject(undecided);
});

test("a reason typed into a form rejects, and what the form is for is what is sent", async ({ page }) => {
  const { id } = await held.askScale(24);
  await openQueue(page, held.scale, 1);
  await page.keyboard.press("r");
  await expect(decision(page).getByRole("textbox", { name: "In your words" })).toBeFocused();
  await page.keyboard.type("wrong amount");
  await expect(decision(page).getByRole("textbox", { name: "In your words" })).toHaveValue("wrong amount");
  await expect(
    decision(page)
      .getByRole("button", { name: /^Reject/ })
      .last(),
  ).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(said(page, "Rejected")).toBeVisible();
  expect(await held.read(id)).toMatchObject({
    status: "denied",
    decision: { outcome: "reject", reason: { text: "wrong amount" } },
  });
});

for (const gapMs of [60, 150, 400]) {
  test(`a second press ${gapMs} ms after the first does not approve what it has not seen`, async ({ page }) => {
    const asked = [await held.askRefund(21), await held.askRefund(22), await held.askRefund(23)];
    await openQueue(page, held.refund, 3);
    await page.keyboard.press("a");
    await page.waitForTimeout(gapMs);
    await page.keyboard.press("a");
    await expect(said(page, "Approved")).toBeVisible();
    await aWhile(page);
    expect(await held.read(asked[0]?.id ?? "")).toMatchObject({ settling: { outcome: "approve" } });
    for (const { id } of asked.slice(1)) expect(await held.read(id)).toMatchObject(undecided);
  });
}

test("a press right after the next has come on says quietly why it was not taken; a look later it is", async ({
  page,
}) => {
  const asked = [await held.askRefund(31), await held.askRefund(32)];
  await openQueue(page, held.refund, 2);
  await page.keyboard.press("j");
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press("a");
  await expect(decision(page).getByText(/^Not taken:/)).toBeVisible();
  expect(await held.read(asked[1]?.id ?? "")).toMatchObject(undecided);
  await seen(page, asked[1]?.id);
  await page.keyboard.press("a");
  await expect(said(page, "Approved")).toBeVisible();
  expect(await held.read(asked[1]?.id ?? "")).toMatchObject({ settling: { outcome: "approve" } });
  expect(await held.read(asked[0]?.id ?? "")).toMatchObject(undecided);
});

test("a key that is held down answers once, and a double click once", async ({ page }) => {
  const asked = [await held.askRefund(41), await held.askRefund(42), await held.askRefund(43)];
  await openQueue(page, held.refund, 3);
  await page.keyboard.down("a");
  for (let times = 0; times < 25; times += 1) {
    await page.waitForTimeout(60);
    await page.keyboard.down("a");
  }
  await page.keyboard.up("a");
  await seen(page, asked[1]?.id);
  await decision(page)
    .getByRole("button", { name: /^Approve/ })
    .dblclick({ delay: 40 });
  await expect(queue(page).locator(`[data-row="${asked[1]?.id}"]`)).toHaveCount(0);
  await aWhile(page);
  const states = await Promise.all(asked.map(({ id }) => held.read(id)));
  expect(states.map(({ settling }) => settling?.outcome ?? null)).toEqual(["approve", "approve", null]);
});

test("what is open, marked and focused is one thing after J, A and U, and Space chooses it", async ({ page }) => {
  for (const amount of [51, 52, 53, 54]) await held.askRefund(amount);
  await openQueue(page, held.refund, 4);
  async function isOne(): Promise<string> {
    const open = page.locator("[data-row][aria-current]");
    await expect(open).toHaveCount(1);
    await expect(open).toBeFocused();
    const id = (await open.getAttribute("data-row")) ?? "";
    await seen(page, id);
    return id;
  }
  await page.keyboard.press("j");
  const second = await isOne();
  await page.keyboard.press("a");
  await expect(rows(page)).toHaveCount(3);
  const third = await isOne();
  expect(third).not.toBe(second);
  await page.keyboard.press("u");
  await expect(rows(page)).toHaveCount(4);
  expect(await isOne()).toBe(second);
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await expect(
    queue(page)
      .locator("li", { has: page.getByRole("checkbox", { checked: true }) })
      .locator("[data-row]"),
  ).toHaveAttribute("data-row", second);
});

test("with several chosen, A and R ask about those, and decide nothing by themselves", async ({ page }) => {
  const asked = [await held.askRefund(61), await held.askRefund(62), await held.askRefund(63)];
  await openQueue(page, held.refund, 3);
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("j");
  await seen(page, asked[2]?.id);
  for (const [key, verb] of [
    ["a", "Approve"],
    ["r", "Reject"],
  ] as const) {
    await page.keyboard.press(key);
    const dialog = page.getByRole("dialog", { name: `${verb} 2 actions together` });
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
  for (const { id } of asked) expect(await held.read(id)).toMatchObject(undecided);
});

test("what one has just decided is among what was decided today, at once", async ({ page }) => {
  const { id } = await held.askRefund(71);
  await held.askRefund(72);
  await openQueue(page, held.refund, 2);
  // Read before: what was kept of it is not shown again.
  await page.getByRole("tab", { name: /^Decided today/ }).click();
  await expect(rows(page)).toHaveCount(0);
  await page.getByRole("tab", { name: /^For me/ }).click();
  await seen(page, id);
  await page.keyboard.press("a");
  await expect(said(page, "Approved")).toBeVisible();
  await page.getByRole("tab", { name: /^Decided today/ }).click();
  await expect(queue(page).locator(`[data-row="${id}"]`)).toContainText("Approved by", { timeout: 2_000 });
  await page.getByRole("tab", { name: /^All/ }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("every press is noted with what was painted then", async ({ page }) => {
  const asked = [await held.askRefund(81), await held.askRefund(82)];
  await openQueue(page, held.refund, 2);
  await page.keyboard.press("a");
  await expect(said(page, "Approved")).toBeVisible();
  const notes = await page.evaluate(() =>
    performance.getEntriesByName("signalbox-press").map(
      (mark) =>
        (mark as PerformanceMark).detail as {
          became: string;
          actionId: string;
          painted: { actionId: string; forMs: number } | null;
        },
    ),
  );
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatchObject({ became: "sent", actionId: asked[0]?.id, painted: { actionId: asked[0]?.id } });
  expect(notes[0]?.painted?.forMs ?? 0).toBeGreaterThanOrEqual(seenAfterMs);
});

test("the form that edits adds nothing, keeps the focus, and takes numbers for what was written", async ({
  page,
  baseURL,
}) => {
  const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  const parametersSchema = {
    type: "object",
    additionalProperties: false,
    required: ["order", "amount"],
    properties: {
      order: { type: "string", title: "Order" },
      amount: { type: "number", title: "Amount in EUR", minimum: 0 },
      mode: { const: "fast", title: "Mode" },
    },
  };
  expect((await admin.patch(`/api/v1/action-types/${held.refund}`, { data: { parametersSchema } })).ok()).toBe(true);
  await admin.dispose();
  const { id } = await held.askRefund(91, { parameters: { order: "first\nsecond", amount: 91 } });
  await openQueue(page, held.refund, 1);
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Edit and approve" });
  const changes = dialog.getByRole("region", { name: "What changes" });
  const order = dialog.getByLabel("Order");
  await expect(order).toHaveValue("first\nsecond");
  await expect(changes).not.toContainText("fast");

  await tabTo(page, order);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("x".repeat(90));
  await expect(order).toBeFocused();
  await expect(order).toHaveValue(`first\nsecond${"x".repeat(90)}`);

  const amount = dialog.getByLabel("Amount in EUR");
  await tabTo(page, amount, { key: "Shift+Tab" });
  for (const [typed, became] of [
    ["2e12", /2000000000000|2e\+?12/u],
    [".5", /0\.5/u],
  ] as const) {
    await retype(page, typed);
    await expect(amount).toHaveValue(typed);
    await expect(changes).toContainText(became);
    await expect(dialog.getByText(/Write decimals|too large|not a number/)).toHaveCount(0);
  }
  for (const [typed, fault] of [
    ["1,5", /Write decimals with a point/],
    ["1e400", /too large/],
    ["2e", /not a number yet/],
  ] as const) {
    await retype(page, typed);
    await expect(amount).toHaveValue(typed);
    await expect(dialog.getByText(fault)).toBeVisible();
  }
  await tabTo(page, dialog.getByLabel("Why this change?"));
  await page.keyboard.type("As agreed");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(dialog).toContainText("Correct the parameters first.");
  expect(await held.read(id)).toMatchObject(undecided);
});
