import { type APIRequestContext, type Page, request } from "@playwright/test";
import type { Action } from "@/lib/actions/action.schemas";
import { apiAs, newAgentKey } from "./support/agent-access";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";

/** What is written in the catalog's editor judges the very next request of an agent. */

let name: string;
let governance: APIRequestContext;
let agent: APIRequestContext;

test.beforeEach(async ({ baseURL, context }) => {
  const suffix = crypto.randomUUID().slice(0, 8);
  name = `credit_${suffix}`;
  governance = await apiAs(baseURL ?? "", "governance@meridian.example");
  const { key } = await newAgentKey(governance, `desk-${suffix}`);
  agent = await request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${key}` } });
  await signInAs(context, baseURL, "governance@meridian.example");
});
test.afterEach(async () => {
  await agent.dispose();
  await governance.dispose();
});

/** Replaces the schema in the editor, as one who pastes it. */
async function writeSchema(page: Page, schema: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: "Schema of the parameters" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(schema);
}

const amountUpTo = (maximum: number) =>
  JSON.stringify({
    type: "object",
    additionalProperties: false,
    required: ["amount"],
    properties: { amount: { type: "number", title: "Amount", maximum } },
  });

async function ask(amount: number): Promise<{ httpStatus: number; action: Partial<Action> & { code?: string } }> {
  const answer = await agent.post("/api/v1/actions", { data: { action: name, parameters: { amount }, confidence: 1 } });
  return { httpStatus: answer.status(), action: (await answer.json()) as Partial<Action> };
}

test("a fault in the schema is named and nothing is saved; mended, it is added, and the agent's next request follows it", async ({
  page,
}) => {
  expect((await ask(50)).action).toMatchObject({
    status: "pending",
    zone: "red",
    sentence: `“${name}”, which the catalog does not know`,
  });
  await page.goto("/catalog/new");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Title").fill("Grant a credit");
  await page.getByLabel("What will happen, in one sentence").fill("Grant a credit of {amount} EUR");
  await page.getByRole("radio", { name: "Green" }).click();

  for (const [schema, fault] of [
    ['{ "type": "object", ', "This is not a JSON object."],
    [
      '{ "type": "object", "properties": { "amount": { "type": "numbre" } } }',
      "properties.amount.type: must name one of the JSON types",
    ],
    [
      '{ "type": "object", "properties": { "amount": { "type": "number", "maxmum": 5 } } }',
      'properties.amount.maxmum: is not a keyword of JSON Schema 2020-12 (did you mean "maximum"?)',
    ],
  ] as const) {
    await writeSchema(page, schema);
    await expect(page.getByRole("alert").filter({ hasText: fault })).toBeVisible();
    await page.getByRole("button", { name: "Review and add…" }).click();
    await expect(page.getByText("1 fault to fix first")).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    expect((await governance.get(`/api/v1/action-types/${name}`)).status()).toBe(404);
  }

  await writeSchema(page, amountUpTo(100));
  await expect(page.getByText("1 fault to fix first")).toHaveCount(0);
  await page.getByRole("button", { name: "Review and add…" }).click();
  await page
    .getByRole("dialog", { name: `Add ${name}?` })
    .getByRole("button", { name: "Add" })
    .click();
  await page.waitForURL(`**/catalog/${name}`);
  await expect(page.getByText("version 1, changed")).toBeVisible();
  expect((await ask(50)).action).toMatchObject({
    status: "approved",
    zone: "green",
    sentence: "Grant a credit of 50.00 EUR",
  });
  expect(await ask(101)).toMatchObject({ httpStatus: 422, action: { code: "invalid_parameters" } });
});

test("an edit makes a new version after it was shown what it lets through, and holds from the next request on", async ({
  page,
}) => {
  const made = await governance.post("/api/v1/action-types", {
    data: { name, title: "Grant a credit", zone: "red", parametersSchema: JSON.parse(amountUpTo(100)) as object },
  });
  expect(made.status()).toBe(201);
  expect((await ask(50)).action).toMatchObject({ status: "pending", zone: "red" });
  expect((await ask(101)).httpStatus).toBe(422);

  await page.goto(`/catalog/${name}`);
  await expect(page.getByRole("status").filter({ hasText: "Nothing is changed" })).toBeVisible();
  await writeSchema(page, amountUpTo(200));
  await page.getByRole("radio", { name: "Green" }).click();
  await page.getByRole("button", { name: "Review and save…" }).click();
  const review = page.getByRole("dialog", { name: `Save changes to ${name}?` });
  await expect(review.getByText("This lets more through")).toBeVisible();
  await review.getByRole("button", { name: "Back" }).click();
  expect((await ask(101)).httpStatus).toBe(422);

  await page.getByRole("button", { name: "Review and save…" }).click();
  await review.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("version 2, changed")).toBeVisible();
  expect((await ask(101)).action).toMatchObject({ status: "approved", zone: "green" });
  expect((await ask(201)).httpStatus).toBe(422);
});

test("an entry's history says who changed what and why; a press shows the difference, and another brings a version back", async ({
  page,
}) => {
  await governance.post("/api/v1/action-types", {
    data: { name, title: "Grant a credit", zone: "red", parametersSchema: JSON.parse(amountUpTo(100)) as object },
  });
  await page.goto(`/catalog/${name}`);
  await page.getByRole("radio", { name: "Green" }).click();
  await page.getByRole("button", { name: "Review and save…" }).click();
  const review = page.getByRole("dialog", { name: `Save changes to ${name}?` });
  await review.getByLabel("Why").fill("Nobody ever rejects one");
  await review.getByRole("button", { name: "Save" }).click();

  const versions = page.getByRole("list", { name: "Versions" });
  const second = versions.getByRole("listitem").filter({ hasText: "Version 2" });
  await expect(second).toContainText("Nobody ever rejects one");
  await expect(second).toContainText("Changed: Zone");
  await second.getByRole("button", { name: "Show what changed in version 2" }).press("Enter");
  await expect(second.getByRole("row", { name: /Zone/ })).toContainText("now green");

  await versions.getByRole("button", { name: "Roll back to version 1…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Roll back to version 1?" });
  await expect(dialog.getByRole("row", { name: /Zone/ })).toContainText("now red");
  await expect(dialog.getByRole("button", { name: "Roll back" })).toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel("Why").fill("One was wrong");
  await dialog.getByRole("button", { name: "Roll back" }).click();
  await expect(page.getByText("version 3, changed")).toBeVisible();
  await expect(versions.getByRole("listitem").filter({ hasText: "Version 3" })).toContainText("brings version 1 back");
  expect((await ask(50)).action).toMatchObject({ status: "pending", zone: "red" });
});

test("what a colleague has proposed stands at the top of the entry, and applies once it is accepted", async ({
  page,
  baseURL,
}) => {
  await governance.post("/api/v1/action-types", {
    data: { name, title: "Grant a credit", zone: "red", parametersSchema: JSON.parse(amountUpTo(100)) as object },
  });
  const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  const proposed = await admin.post(`/api/v1/action-types/${name}/proposals`, {
    data: { change: { zone: "green" }, reason: "Too many of them wait" },
  });
  expect(proposed.status()).toBe(201);
  await admin.dispose();

  await page.goto(`/catalog/${name}`);
  const proposal = page.getByRole("list", { name: "Proposals" }).getByRole("listitem");
  await expect(proposal).toContainText("Too many of them wait");
  expect((await ask(50)).action).toMatchObject({ status: "pending", zone: "red" });
  await proposal.getByRole("button", { name: "Accept…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Accept this change of Grant a credit?" });
  await expect(dialog.getByText("This lets more through")).toBeVisible();
  await dialog.getByRole("button", { name: "Accept" }).click();
  await expect(page.getByText("version 2, changed")).toBeVisible();
  await expect(page.getByRole("list", { name: "Proposals" })).toHaveCount(0);
  expect((await ask(50)).action).toMatchObject({ status: "approved", zone: "green" });
});
