import type { Locator, Page } from "@playwright/test";
import type { Action } from "@/lib/actions/action.schemas";
import { apiAs, newActionType } from "./support/agent-access";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";

/** An agent from its registration to its last refusal: every key is tried at the real API. */

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

let suffix: string;
let read: string;

test.beforeEach(async ({ baseURL, context }) => {
  suffix = crypto.randomUUID().slice(0, 8);
  read = `read_${suffix}`;
  const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  await newActionType(admin, read, { type: "object" }, "green");
  await admin.dispose();
  await signInAs(context, baseURL, "admin@meridian.example");
});

/** Asks as whoever holds the key. */
async function ask(page: Page, key: string): Promise<{ httpStatus: number; status?: Action["status"]; text?: string }> {
  const answer = await page.request.post("/api/v1/actions", {
    headers: { Authorization: `Bearer ${key}`, Cookie: "" },
    data: { action: read, parameters: {}, confidence: 1 },
  });
  const body = (await answer.json()) as Partial<Action>;
  return { httpStatus: answer.status(), status: body.status, text: body.decision?.reason.text };
}

const keys = (page: Page): Locator => page.getByRole("table", { name: /^Keys of/ });

/** Takes the key from where it is shown, the only time. */
async function takeKey(page: Page): Promise<string> {
  const shown = page.getByRole("dialog", { name: "The new key" });
  const key = await shown.getByTestId("new-key").innerText();
  await shown.getByRole("button", { name: "Copy key" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await page.keyboard.press("Escape");
  await expect(shown.getByRole("alert")).toHaveText(
    "Confirm first that you have stored it: the key cannot be shown again.",
  );
  await shown.getByRole("button", { name: "I have stored it" }).click();
  await expect(shown).toBeHidden();
  await page.reload();
  await expect(keys(page)).toBeVisible();
  expect(await page.content()).not.toContain(key);
  return key;
}

async function confirm(page: Page, button: string, why: string): Promise<void> {
  const question = page.getByRole("alertdialog");
  await question.getByLabel("Why").fill(why);
  await question.getByRole("button", { name: button }).click();
  await expect(question).toBeHidden();
}

test("an agent is registered, its keys work, overlap and end, and what is paused or retired asks in vain", async ({
  page,
}) => {
  const name = `desk ${suffix}`;
  await page.goto("/agents");
  await page.getByRole("button", { name: "Register an agent" }).click();
  const form = page.getByRole("dialog", { name: "Register an agent" });
  await expect(form.getByRole("button", { name: "Register" })).toHaveAttribute("aria-disabled", "true");
  await form.getByLabel("Kind").fill("finance");
  await form.getByLabel("Name").fill(name);
  await form.getByRole("button", { name: "Register" }).click();
  await page.waitForURL("**/agents/agt_*");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Without a key this agent cannot ask for anything.")).toBeVisible();

  await page.getByRole("button", { name: "Make a key…" }).click();
  await page
    .getByRole("dialog", { name: `A key for ${name}` })
    .getByLabel("Name")
    .fill("production");
  await page.getByRole("button", { name: "Make the key" }).click();
  const first = await takeKey(page);
  expect(await ask(page, first)).toMatchObject({ httpStatus: 201, status: "approved" });
  expect((await ask(page, `${first.slice(0, -1)}${first.endsWith("a") ? "b" : "a"}`)).httpStatus).toBe(401);

  await keys(page)
    .getByRole("button", { name: /^Rotate production/ })
    .click();
  await page
    .getByRole("dialog", { name: /Rotate the key/ })
    .getByRole("button", { name: "Rotate" })
    .click();
  const second = await takeKey(page);
  expect(second).not.toBe(first);
  await expect(keys(page).getByRole("row").filter({ hasText: "In force" })).toHaveCount(2);
  expect(await ask(page, first)).toMatchObject({ httpStatus: 201 });
  expect(await ask(page, second)).toMatchObject({ httpStatus: 201 });

  // Both have one name: which is meant is said by how it begins.
  await keys(page)
    .getByRole("button", { name: `Revoke production (${first.slice(0, 10)}…)` })
    .click();
  await page
    .getByRole("alertdialog", { name: first.slice(0, 10) })
    .getByRole("button", { name: "Revoke key" })
    .click();
  await expect(keys(page).getByRole("row").filter({ hasText: "Revoked" })).toHaveCount(1);
  expect((await ask(page, first)).httpStatus).toBe(401);
  expect(await ask(page, second)).toMatchObject({ httpStatus: 201, status: "approved" });

  await page.getByRole("button", { name: "Pause…" }).click();
  await confirm(page, `Pause ${name}`, "It repeats itself");
  expect(await ask(page, second)).toMatchObject({ httpStatus: 201, status: "denied" });
  await page.getByRole("button", { name: "Resume…" }).click();
  await confirm(page, `Resume ${name}`, "It was mended");
  expect(await ask(page, second)).toMatchObject({ httpStatus: 201, status: "approved" });
  await page.getByRole("button", { name: "Retire…" }).click();
  await confirm(page, `Retire ${name}`, "Its work is done");
  expect((await ask(page, second)).httpStatus).toBe(401);
  await expect(page.getByRole("button", { name: "Make a key…" })).toHaveAttribute("aria-disabled", "true");
});

test("a supervisor sees the keys and may change nothing", async ({ anotherBrowser, baseURL }) => {
  const context = await anotherBrowser();
  await signInAs(context, baseURL, "supervisor@meridian.example");
  const page = await context.newPage();
  await page.goto("/agents");
  await expect(page.getByRole("button", { name: "Register an agent" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("table").getByRole("rowheader").first().click();
  await expect(page.getByRole("button", { name: "Make a key…" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("button", { name: "Pause…" })).toHaveAttribute("aria-disabled", "true");
});
