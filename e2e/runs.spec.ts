import { type APIRequestContext, request } from "@playwright/test";
import type { Action } from "@/lib/actions/action.schemas";
import { apiAs, newActionType, newAgentKey } from "./support/agent-access";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";

/** A run as those who watch it see it: what it asks appears in order, and its end is its end. */

test("a run shows what it asked for in order, live, and is shown as ended when it ended", async ({
  page,
  context,
  baseURL,
}) => {
  const suffix = crypto.randomUUID().slice(0, 8);
  const [look, pay] = [`look_${suffix}`, `pay_${suffix}`];
  const task = `Settle the invoices of ${suffix}`;
  const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  await newActionType(admin, look, { type: "object" }, "green");
  await newActionType(admin, pay, { type: "object" }, "red");
  const { key } = await newAgentKey(admin, `desk-${suffix}`, ["actions:write", "actions:read", "runs:write"]);
  await admin.dispose();
  const bearer = (token: string): Promise<APIRequestContext> =>
    request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${token}` } });
  const agent = await bearer(key);
  const started = (await (await agent.post("/api/v1/runs", { data: { task } })).json()) as {
    id: string;
    token: string;
  };
  const run = await bearer(started.token);
  const ask = async (action: string, n: number) =>
    (await (
      await run.post("/api/v1/actions", { data: { action, parameters: { n }, confidence: 1 } })
    ).json()) as Action;
  const first = await ask(look, 1);
  const second = await ask(pay, 2);
  expect([first.status, second.status]).toEqual(["approved", "pending"]);
  expect([first.runId, second.runId]).toEqual([started.id, started.id]);

  await signInAs(context, baseURL, "viewer@meridian.example");
  await page.goto(`/runs?q=${suffix}`);
  const listed = page.getByRole("table", { name: "Runs" }).getByRole("row").filter({ hasText: task });
  await expect(listed).toHaveCount(1);
  await expect(listed).toContainText("Running");
  await listed.getByRole("rowheader").click();
  await page.waitForURL(`**/runs/${started.id}`);

  const steps = page.getByRole("table", { name: /Actions of the run/ }).locator("tbody tr");
  await expect(steps).toHaveCount(2);
  await expect(steps.nth(0)).toContainText(look);
  await expect(steps.nth(0)).toContainText("Approved");
  await expect(steps.nth(1)).toContainText(pay);
  await expect(steps.nth(1)).toContainText("Pending");
  await ask(look, 3);
  await expect(steps).toHaveCount(3);
  await expect(steps.nth(2)).toContainText(look);

  expect((await run.post(`/api/v1/actions/${second.id}/cancel`, { data: {} })).status()).toBe(200);
  await expect(steps.nth(1)).toContainText("Cancelled");
  expect((await run.post(`/api/v1/runs/${started.id}/end`, { data: { result: "succeeded" } })).status()).toBe(200);
  await expect(page.getByRole("main").locator("header").getByText("Succeeded")).toBeVisible();
  await expect(page.getByText("Lasted")).toBeVisible();
  expect(
    (await run.post("/api/v1/actions", { data: { action: look, parameters: {}, confidence: 1 } })).status(),
    "the token ended with the run",
  ).toBe(401);
  await expect(steps).toHaveCount(3);

  await page.goto(`/runs?q=${suffix}&status=active`);
  await expect(page.getByText("No run matches")).toBeVisible();
  await page.goto(`/runs?q=${suffix}&status=ended`);
  await expect(listed).toContainText("Succeeded");
  await run.dispose();
  await agent.dispose();
});
