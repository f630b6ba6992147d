import { type APIRequestContext, type Page, request } from "@playwright/test";
import type { Action } from "@/lib/actions/action.schemas";
import { apiAs, newAgentKey } from "./support/agent-access";
import { decision, openQueue } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";

/** The evidence shows every value of what will run: each once, under a path of its own, and nothing is approved that was not shown. */

interface Desk {
  type: string;
  admin: APIRequestContext;
  ask: (parameters: object, more?: object) => Promise<Action>;
  dispose: () => Promise<void>;
}

let desk: Desk;

async function openDesk(baseURL = ""): Promise<Desk> {
  const admin = await apiAs(baseURL, "admin@meridian.example");
  const type = `whole_${crypto.randomUUID().slice(0, 8)}`;
  const declared = await admin.post("/api/v1/action-types", {
    data: { name: type, zone: "red", title: "Run a job", parametersSchema: { type: "object" } },
  });
  if (!declared.ok()) throw new Error(await declared.text());
  const { key } = await newAgentKey(admin, type);
  const agent = await request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${key}` } });
  return {
    type,
    admin,
    async ask(parameters, more = {}) {
      const answer = await agent.post("/api/v1/actions", {
        data: { action: type, parameters, confidence: 0.42, ...more },
      });
      if (answer.status() !== 201) throw new Error(await answer.text());
      return (await answer.json()) as Action;
    },
    async dispose() {
      await agent.dispose();
      await admin.dispose();
    },
  };
}

test.beforeEach(async ({ baseURL, context }) => {
  desk = await openDesk(baseURL);
  await signInAs(context, baseURL, "supervisor@meridian.example");
});
test.afterEach(() => desk.dispose());

test("every value stands once, under a path that no other has: under the empty name, and where names only look alike", async ({
  page,
}) => {
  await desk.ask({ "": ["users", "payments"], table: "tmp", "to.account": "ACME", to: { account: "MALLORY" } });
  await page.goto(`/approvals?type=${desk.type}`);
  const table = page.getByRole("table", { name: "What will run" });
  await expect(table.getByRole("row", { name: '[""]' })).toContainText('["users","payments"]');
  await expect(table.getByRole("row", { name: '["to.account"]' })).toContainText("ACME");
  await expect(table.locator('[data-path="to.account"]')).toContainText("MALLORY");
  const paths = await table
    .locator("[data-path]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-path")));
  expect([...paths].sort()).toEqual(['["to.account"]', '[""]', "table", "to", "to.account"].sort());
  await expect(page.getByRole("heading", { name: /^What will run/ })).toContainText("4 values");
});

test("a long text hides nothing below it, and approving waits until it was unfolded", async ({ page }) => {
  await desk.ask({ aa_note: `Routine check.${"\n".repeat(3_000)}All is well.`, zz_command: "rm -rf /srv/production" });
  await page.goto(`/approvals?type=${desk.type}`);
  const table = page.getByRole("table", { name: "What will run" });
  await expect(table.getByRole("row", { name: "zz_command" })).toBeInViewport();
  await expect(page.getByRole("group", { name: "What is not shown" })).toContainText(
    /1\sfolded value \(aa_note: 3,001\slines/,
  );
  const approve = decision(page).getByRole("button", { name: /^Approve/ });
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await expect(decision(page)).toContainText("Not everything was shown: unfold it in the evidence");
  await expect(decision(page).getByRole("button", { name: /^Reject/ })).not.toHaveAttribute("aria-disabled", "true");
  await table.getByRole("button", { name: /^aa_note: 3,001\slines.*show all/ }).click();
  await expect(table.getByRole("region", { name: /^aa_note/ })).toContainText("All is well.");
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
  await expect(table.getByRole("row", { name: "zz_command" })).toBeInViewport();
});

test("who decides without having seen everything says so, and of what", async ({ page }) => {
  await desk.ask({
    note: "x".repeat(5_000),
    spec: Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`replica${at}`, at])),
  });
  await openQueueOf(page);
  const approve = decision(page).getByRole("button", { name: /^Approve/ });
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await page
    .getByRole("checkbox", {
      name: /^Decide without having seen 2\sfolded values \(note: 5,000\scharacters, 4.9\sKiB; spec: 80\svalues\)/,
    })
    .check();
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
  // The head of what is folded opens by keyboard, and then its values stand there under their own paths.
  await page.getByRole("button", { name: /^spec, 80\svalues/ }).press("ArrowRight");
  await expect(page.locator('[data-path="spec.replica79"]')).toContainText("79");
});

test("eight thousand parameters and a text of 250,000 characters are drawn some at a time, and told of", async ({
  page,
}) => {
  await desk.ask(Object.fromEntries(Array.from({ length: 8_000 }, (_, at) => [`p${at}`, at])));
  await openQueueOf(page);
  const rows = page.getByRole("table", { name: "What will run" }).locator("[data-path]");
  await expect(rows).toHaveCount(200);
  await expect(page.getByRole("group", { name: "What is not shown" })).toContainText(/7,800\sfurther lines/);
  await page.getByRole("button", { name: /^Show the next 1,000 of 7,800 lines/ }).click();
  await expect(rows).toHaveCount(1_200);

  await desk.ask({ text: "y".repeat(250_000) });
  await page.goto(`/approvals?type=${desk.type}&view=all`);
  await page.getByRole("region", { name: "Queue" }).locator("[data-row]").nth(1).click();
  await page.getByRole("button", { name: /^text: 250,000\scharacters.*show all/ }).click();
  await expect(page.getByRole("button", { name: /^Next 20,000 of 230,000 characters/ })).toBeVisible();
  await expect(decision(page).getByRole("button", { name: /^Approve/ })).toHaveAttribute("aria-disabled", "true");
});

test("the form that edits very many fields draws some, finds each by name, and keeps in sight what was changed", async ({
  page,
}) => {
  const { id } = await desk.ask(
    Object.fromEntries(
      Array.from({ length: 3_000 }, (_, at) => [`setting${String(at).padStart(4, "0")}`, `value ${at}`]),
    ),
  );
  await openQueueOf(page);
  await page.getByRole("checkbox", { name: /^Decide without having seen/ }).check();
  await page.keyboard.press("e");
  const form = page.getByRole("dialog", { name: "Edit and approve" });
  const search = form.getByRole("searchbox", { name: /^Find a field/ });
  await expect(search).toBeFocused();
  await expect(form.getByRole("textbox", { name: /^setting0000/ })).toBeVisible();
  expect(await form.getByRole("textbox").count()).toBeLessThan(120);
  await search.fill("setting2999");
  const last = form.locator("#edit_setting2999");
  await last.fill("another value");
  await search.fill("setting0007");
  await expect(form.locator("#edit_setting0007")).toBeVisible();
  await expect(last).toHaveValue("another value");
  await expect(form.getByRole("region", { name: "What changes" })).toContainText("now another value");
  await form.getByLabel("Why this change?").fill("One of three thousand");
  await form.getByRole("button", { name: /^Edit and approve/ }).click();
  await expect(form).toHaveCount(0);
  const decided = (await (await desk.admin.get(`/api/v1/actions/${id}`)).json()) as Action;
  expect(decided.finalParameters).toEqual({ ...decided.parameters, setting2999: "another value" });
  expect(Object.keys(decided.finalParameters ?? {})).toHaveLength(3_000);
});

test("in red the agent's confidence waits for a choice, and is shown to those who may not choose", async ({
  page,
  context,
  baseURL,
}) => {
  await desk.ask({ job: "nightly" });
  await openQueue(page, desk.type, 1);
  const evidence = page.getByRole("article", { name: "Evidence" });
  await expect(evidence).toContainText("Its confidence is shown after you choose.");
  await expect(evidence).not.toContainText("0.42");
  // Left first: an open page would ask with the cookies that go.
  await page.goto("about:blank");
  await context.clearCookies();
  await signInAs(context, baseURL, "viewer@meridian.example");
  await page.goto(`/approvals?type=${desk.type}`);
  await expect(evidence).toContainText("It says it is 0.42 confident");
});

test("titles are those of the version that was asked, and what changed since is said", async ({ page }) => {
  const titled = (title: string) => ({
    parametersSchema: {
      type: "object",
      properties: { amount: { type: "number", title, description: "What is paid." } },
    },
  });
  const change = async (data: object) => {
    const answer = await desk.admin.patch(`/api/v1/action-types/${desk.type}`, { data });
    if (!answer.ok()) throw new Error(await answer.text());
  };
  await change(titled("Amount in euros"));
  await desk.ask({ amount: 500 });
  await change(titled("Amount in cents"));
  await openQueueOf(page);
  const row = page.getByRole("table", { name: "What will run" }).locator('[data-path="amount"]');
  await expect(row).toContainText("Amount in euros");
  await expect(row).not.toContainText("Amount in cents");
  // One line, and what it means on demand.
  await expect(row).not.toContainText("What is paid.");
  await row.getByRole("button", { name: "What Amount in euros means" }).press("Enter");
  await expect(row).toContainText("What is paid.");
  const since = page.getByRole("group", { name: "The catalog since it was asked" });
  await expect(since).toContainText("version 2 then, 3 now");
  await since.getByRole("button", { name: "What changed" }).click();
  await expect(since.locator('[data-path="parametersSchema.properties.amount.title"]')).toContainText(
    /Amount in euros.*Amount in cents/,
  );

  // In the form, too: its field, what changes, and a line that says what an edit is checked by.
  await page.keyboard.press("e");
  const form = page.getByRole("dialog", { name: "Edit and approve" });
  const field = form.getByRole("textbox", { name: "Amount in euros" });
  await field.fill("400");
  const changed = form.getByRole("region", { name: "What changes" }).locator('[data-path="amount"]');
  await expect(changed).toContainText("now 400");
  await expect(changed).toContainText("Amount in euros");
  await expect(form.getByText("Amount in cents")).toHaveCount(0);
  await expect(form.getByRole("group", { name: "The catalog since it was asked" })).toContainText(
    "What you write is checked by version 3.",
  );
  // Changed once more while it is written: names stay, and so does what was typed.
  await change(titled("Amount in francs"));
  await expect(form.getByRole("group", { name: "The catalog since it was asked" })).toContainText(
    "version 2 then, 4 now",
  );
  await expect(field).toHaveValue("400");
  await expect(changed).toContainText("Amount in euros");
});

test("amounts and times are written for a reader: in the sentence, and beside the values as they run", async ({
  page,
}) => {
  const properties = {
    cents: { type: "integer", "x-unit": "EUR/100" },
    at: { type: "string", format: "date-time" },
    to: { type: "string" },
  };
  const answer = await desk.admin.patch(`/api/v1/action-types/${desk.type}`, {
    data: { sentence: "Pay {cents} to {to} at {at}", parametersSchema: { type: "object", properties } },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  await desk.ask({ cents: 125_000, at: "2026-12-01T09:30:00Z", to: "ACME, already approved at 2026-12-01T00:00:00Z" });
  await openQueueOf(page);
  const title = page.getByRole("article", { name: "Evidence" }).getByRole("heading", { level: 2 });
  await expect(title).toHaveText(
    "Pay 1,250.00 EUR to “ACME, already approved at 2026-12-01T00:00:00Z” at 1 Dec 2026, 10:30 CET",
  );
  await expect(title.locator("time")).toHaveAttribute("title", /^2026-12-01T09:30:00Z, which is 1 Dec 2026, 10:30:00/);
  const table = page.getByRole("table", { name: "What will run" });
  await expect(table.locator('[data-path="cents"]')).toContainText(/125000\s*1,250\.00\sEUR/);
  await expect(table.locator('[data-path="at"]')).toContainText(/2026-12-01T09:30:00Z\s*1 Dec 2026, 10:30:00/);
});

test("why it is held and what will run are in sight together, without scrolling", async ({ page }) => {
  await desk.ask(Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`setting${at}`, `value ${at}`])));
  await openQueueOf(page);
  await expect(page.getByRole("heading", { name: "Why it is held" })).toBeInViewport();
  await expect(page.getByRole("table", { name: "What will run" }).locator('[data-path="setting7"]')).toBeInViewport();
});

async function openQueueOf(page: Page): Promise<void> {
  await page.goto(`/approvals?type=${desk.type}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
}
