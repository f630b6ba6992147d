import type { APIRequestContext, Page } from "@playwright/test";
import { apiAs } from "./support/agent-access";
import { decision, openQueue, rows, said, seen } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { decideAs, type HeldActions, heldActions, signInAs } from "./support/held-actions";

/** Authority at the moment it is used: what others did, and what has changed, while an action waited. */

const supervisor = "supervisor@meridian.example";
const colleague = "supervisor2@meridian.example";

let held: HeldActions;
let admin: APIRequestContext;

test.beforeEach(async ({ baseURL, context }) => {
  held = await heldActions(baseURL);
  admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  await signInAs(context, baseURL, supervisor);
});
test.afterEach(async () => {
  await admin.dispose();
  await held.dispose();
});

const evidence = (page: Page) => page.getByRole("article", { name: "Evidence" });

async function setGrace(graceSeconds: number): Promise<number> {
  const before = (await (await admin.get("/api/v1/settings")).json()) as { graceSeconds: number };
  expect((await admin.patch("/api/v1/settings", { data: { graceSeconds } })).ok()).toBe(true);
  return before.graceSeconds;
}

test("a colleague's approval can be withdrawn while it settles, and the record says who did", async ({
  page,
  baseURL,
}) => {
  const before = await setGrace(60);
  try {
    const action = await held.askRefund(41);
    await openQueue(page, held.refund, 1);
    await decideAs(baseURL, colleague, action, { decision: "approve" });
    await expect(decision(page)).toContainText("Until it is final they can take it back, and so can you.");
    await decision(page).getByRole("button", { name: "Withdraw their approval" }).click();
    await expect(said(page, "Taken back")).toBeVisible();
    await expect(evidence(page).getByRole("region", { name: "What people said so far" })).toContainText(
      /approved.*withdrawn by/,
    );
    await expect(decision(page).getByRole("button", { name: /^Approve/ })).toBeVisible();
    expect(await held.read(action.id)).toMatchObject({ status: "pending", settling: null, decision: null });
  } finally {
    await setGrace(before);
  }
});

test("what became stricter while it waited is shown then and now, cannot be approved as it is, and an edit can mend it", async ({
  page,
}) => {
  const action = await held.askRefund(412);
  const parametersSchema = {
    type: "object",
    additionalProperties: false,
    required: ["order", "amount"],
    properties: {
      order: { type: "string", title: "Order" },
      amount: { type: "number", title: "Amount in EUR", minimum: 0, maximum: 100 },
    },
  };
  expect((await admin.patch(`/api/v1/action-types/${held.refund}`, { data: { parametersSchema } })).ok()).toBe(true);
  await page.goto(`/approvals?type=${held.refund}&action=${action.id}`);
  await expect(rows(page)).toHaveCount(1);
  const changed = evidence(page).getByRole("region", { name: "What changed since it was asked" });
  await expect(changed).toContainText("As it stands, it would be denied now.");
  await expect(changed.getByRole("list", { name: "Interlocks that answer differently" })).toContainText(
    /catalog.*Then.*Now.*deny/i,
  );
  const approve = decision(page).getByRole("button", { name: /^Approve/ });
  await expect(approve).toHaveAttribute("aria-disabled", "true");

  await seen(page);
  await decision(page).getByRole("button", { name: /^Edit/ }).click();
  const dialog = page.getByRole("dialog", { name: "Edit and approve" });
  await dialog.getByLabel("Amount in EUR").fill("40");
  await dialog.getByRole("textbox", { name: "Why this change?" }).fill("The limit is 100 now");
  await dialog.getByRole("button", { name: /^Edit and approve/ }).click();
  await expect(said(page, "Edited and approved")).toBeVisible();
  await expect.poll(async () => (await held.read(action.id)).status, { timeout: 30_000 }).toBe("approved");
  expect(await held.read(action.id)).toMatchObject({ finalParameters: { order: "A-412", amount: 40 } });
});
