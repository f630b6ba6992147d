import type { APIRequestContext, Page } from "@playwright/test";
import { seen } from "./support/approvals-page";
import { Signalbox } from "@signalbox/sdk";
import { financeAgent, scriptedFinanceModel, type Ledger } from "../packages/sdk/examples/langchain";
import { apiAs, newActionType, newAgentKey } from "./support/agent-access";
import { startFinanceAgent } from "./support/finance-agent";
import { expect, test } from "./support/fixtures";
import { retype, signInByKeyboard, tabTo } from "./support/keyboard";

/**
 * A LangChain.js agent with its human-in-the-loop middleware, the real server, and a supervisor in a real browser who uses
 * the keyboard alone: no test here touches a mouse.
 */

const supervisor = "supervisor@meridian.example";
const schema = {
  type: "object",
  additionalProperties: false,
  required: ["budget", "amount"],
  properties: {
    budget: { type: "string", title: "Budget" },
    amount: { type: "number", title: "Amount in EUR", minimum: 0 },
  },
};

let admin: APIRequestContext;
let suffix: string;
let allocate: string;
let announce: string;
let key: string;

test.beforeEach(async ({ baseURL }) => {
  admin = await apiAs(address(baseURL), "admin@meridian.example");
  suffix = crypto.randomUUID().slice(0, 8);
  allocate = `allocate_budget_${suffix}`;
  announce = `announce_budget_${suffix}`;
  await newActionType(admin, allocate, schema);
  await newActionType(admin, announce, schema);
  ({ key } = await newAgentKey(admin, `finance ${suffix}`));
});
test.afterEach(() => admin.dispose());

function address(baseURL: string | undefined): string {
  if (baseURL === undefined) throw new Error("the configuration names no baseURL");
  return baseURL;
}

/** Narrows the queue to this test's actions. */
async function search(page: Page, words: string): Promise<void> {
  await expect(page.getByRole("region", { name: "Queue" })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox", { name: "Search the queue" })).toBeFocused({ timeout: 500 });
  }).toPass();
  await retype(page, words);
  await expect(page).toHaveURL(new RegExp(words));
}

/** Waits for a held action that came while the page was open, and opens it. */
async function open(page: Page, words: RegExp): Promise<void> {
  const queue = page.getByRole("region", { name: "Queue" });
  const row = queue.getByRole("button", { name: words });
  await page.keyboard.press("Enter"); // leaves the search field for the list
  await expect(async () => {
    if (!(await row.isVisible())) await page.keyboard.press(".");
    await expect(row).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  // Tab reaches the row that one stands on, and the arrows the others: which came first is not known.
  await tabTo(page, queue.locator('[data-row][tabindex="0"]'));
  for (const step of ["ArrowDown", "ArrowUp", "ArrowUp"]) {
    if (await row.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press(step);
  }
  await expect(row).toBeFocused();
  await page.keyboard.press("Enter");
  await seen(page);
}

test("a supervisor edits the call by keyboard alone, and the graph runs the tool with the edited arguments", async ({
  page,
  baseURL,
}) => {
  await signInByKeyboard(page, supervisor, "/approvals");
  await search(page, suffix);
  const agent = startFinanceAgent({
    baseURL: address(baseURL),
    key,
    tools: [allocate],
    calls: [{ name: allocate, args: { budget: "emea-q3", amount: 40_000 }, id: "call_1" }],
  });
  await open(page, new RegExp(suffix));

  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Edit and approve" });
  await tabTo(page, dialog.getByLabel("Amount in EUR"));
  await retype(page, "10000");
  await expect(dialog.getByRole("region", { name: "What changes" })).toContainText("10000");
  await tabTo(page, dialog.getByLabel("Why this change?"));
  await page.keyboard.type("10,000 until the review");
  await page.keyboard.press("ControlOrMeta+Enter");

  await agent.work;
  expect(agent.ran).toEqual([{ tool: allocate, args: { budget: "emea-q3", amount: 10_000 } }]);
  expect(agent.told("call_1")).toContain("A reviewer replaced the arguments");
  expect(agent.told("call_1")).toContain("10,000 until the review");
  const { items } = (await (await admin.get(`/api/v1/actions?action=${allocate}`)).json()) as { items: unknown[] };
  expect(items).toMatchObject([
    {
      status: "approved",
      decision: { outcome: "edit" },
      finalParameters: { amount: 10_000 },
      execution: { status: "succeeded" },
    },
  ]);
});

test("a rejection's reason reaches the model, and the tool does not run", async ({ page, baseURL }) => {
  await signInByKeyboard(page, supervisor, "/approvals");
  await search(page, suffix);
  const agent = startFinanceAgent({
    baseURL: address(baseURL),
    key,
    tools: [allocate],
    calls: [{ name: allocate, args: { budget: "emea-q3", amount: 40_000 }, id: "call_1" }],
  });
  await open(page, new RegExp(suffix));

  await page.keyboard.press("r");
  const form = page.getByRole("form", { name: "Reject" });
  await tabTo(page, form.getByLabel("In your words"));
  await page.keyboard.type("EMEA has a surplus, look again");
  await page.keyboard.press("ControlOrMeta+Enter");

  await agent.work;
  expect(agent.ran).toEqual([]);
  expect(agent.told("call_1")).toContain("EMEA has a surplus, look again");
  expect(agent.turns()).toBe(2);
});

test("of two calls in one answer, one is rejected and the other still runs", async ({ page, baseURL }) => {
  await signInByKeyboard(page, supervisor, "/approvals");
  await search(page, suffix);
  const agent = startFinanceAgent({
    baseURL: address(baseURL),
    key,
    tools: [allocate, announce],
    calls: [
      { name: announce, args: { budget: "emea-q3", amount: 40_000 }, id: "call_announce" },
      { name: allocate, args: { budget: "emea-q3", amount: 40_000 }, id: "call_allocate" },
    ],
  });

  await open(page, /announce/i);
  await page.keyboard.press("r");
  await tabTo(page, page.getByRole("form", { name: "Reject" }).getByLabel("In your words"));
  await page.keyboard.type("Finance announces budgets");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("region", { name: "Queue" }).getByRole("button", { name: /announce/i })).toHaveCount(0);
  expect(agent.ran).toEqual([]);

  await open(page, /allocate/i);
  await page.keyboard.press("a");
  await tabTo(page, page.getByRole("form", { name: "Approve" }).getByLabel("Why is it right?"));
  await page.keyboard.type("It is in the plan");
  await page.keyboard.press("ControlOrMeta+Enter");

  await agent.work;
  expect(agent.ran).toEqual([{ tool: allocate, args: { budget: "emea-q3", amount: 40_000 } }]);
  expect(agent.told("call_announce")).toContain("Finance announces budgets");
  expect(agent.told("call_allocate")).toContain("Done");
  expect(agent.turns()).toBe(2);
});

test("the guide's example runs against the demo as it is", async ({ baseURL }) => {
  const ledger: Ledger = { allocated: [], announced: [] };
  const { agentId, key: exampleKey } = await newAgentKey(admin, `example ${suffix}`);
  const { agent, oversight } = financeAgent(
    new Signalbox({ baseUrl: address(baseURL), apiKey: exampleKey }),
    scriptedFinanceModel(),
    ledger,
  );
  const work = oversight.invoke(
    agent,
    { messages: [{ role: "user", content: "Keep EMEA running." }] },
    { configurable: { thread_id: suffix } },
  );

  const api = await apiAs(address(baseURL), supervisor);
  const held = async () =>
    ((await (await api.get(`/api/v1/actions?status=pending&agentId=${agentId}`)).json()) as { items: HeldAction[] })
      .items;
  await expect.poll(async () => (await held()).length, { message: "both calls are held" }).toBe(2);
  for (const action of await held()) {
    const answer =
      action.action === "allocate_budget"
        ? {
            decision: "edit",
            parameters: { ...action.parameters, amount: 10_000 },
            reason: { text: "10,000 until the review" },
          }
        : { decision: "reject", reason: { text: "Finance announces budgets" } };
    await expect(
      await api.post(`/api/v1/actions/${action.id}/decisions`, { data: { seenDigest: action.digest, ...answer } }),
    ).toBeOK();
  }
  const result = await work;
  expect(ledger).toMatchObject({ allocated: [{ costCentre: "EMEA", amount: 10_000 }], announced: [] });
  expect(result.messages.at(-1)?.text).toContain("Finance announces budgets");
  await api.dispose();
});

interface HeldAction {
  id: string;
  action: string;
  digest: string;
  parameters: Record<string, unknown>;
}
