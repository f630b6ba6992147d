import { expect, test } from "./support/fixtures";
import { approveButton, decision, openQueue, queue, rows, said } from "./support/approvals-page";
import { heldActions, signInAs } from "./support/held-actions";
import { startRestartable, type Restartable } from "./support/restartable";

/** What somebody sees whose server is killed outright and comes back. It has a server of its own: the others' is left in peace. */

let server: Restartable;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startRestartable();
});
test.afterAll(() => server.stop());

test("an open page says that the server is away, takes no answer, and recovers by itself; what was written is kept and sent once", async ({
  page,
  context,
  allowedConsoleErrors,
}) => {
  test.setTimeout(90_000);
  allowedConsoleErrors.push(/net::ERR_/);
  const held = await heldActions(server.url);
  await signInAs(context, server.url, "supervisor@meridian.example");
  const { id } = await held.askRefund(30);
  await openQueue(page, held.refund, 1, server.url);
  const lamp = page.getByRole("banner").getByRole("status").first();
  await expect(lamp).toHaveText("Live");
  await page.keyboard.press("r");
  const reason = decision(page).getByRole("form", { name: "Reject" }).getByRole("textbox");
  await reason.fill("The order is paid back already");

  await server.kill();
  await expect(decision(page)).toContainText("The server cannot be reached at the moment.");
  await expect(lamp).toHaveText("Reconnecting");
  await expect(approveButton(page)).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("ControlOrMeta+Enter");
  // What was never opened before has yet to be fetched: it waits, and the page stands.
  await page.keyboard.press("ControlOrMeta+k");
  const late = await context.newPage();
  await expect(late.goto(`${server.url}/runs`)).rejects.toThrow(/ERR_CONNECTION_REFUSED/);
  await expect(reason).toHaveValue("The order is paid back already");

  await server.start();
  await expect(page.getByRole("dialog")).toBeVisible({ timeout: 20_000 });
  // Pressed before the palette has the keyboard, Escape would close what lies behind it.
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(lamp).toHaveText("Live", { timeout: 20_000 });
  await expect(approveButton(page)).not.toHaveAttribute("aria-disabled", "true");
  expect(await held.read(id)).toMatchObject({ status: "pending", settling: null, decision: null });
  await reason.press("ControlOrMeta+Enter");
  await expect(said(page, "Rejected")).toBeVisible();
  expect(await held.read(id)).toMatchObject({
    status: "denied",
    decision: { outcome: "reject", reason: { text: "The order is paid back already" } },
  });
  const history = await page.request.get(`${server.url}/api/v1/actions/${id}/history`);
  expect(((await history.json()) as { votes: unknown[] }).votes).toHaveLength(1);

  // A page that was opened meanwhile shows the browser's own error, until it is loaded again; the browser may do so by itself.
  await expect(async () => {
    await late.goto(`${server.url}/runs`);
  }).toPass();
  await expect(late.getByRole("heading", { level: 1, name: "Runs" })).toBeVisible();
  await late.close();
  await held.dispose();
});

test("a restart that was meant is told as one, and the page goes on by itself", async ({
  page,
  context,
  allowedConsoleErrors,
}) => {
  test.setTimeout(90_000);
  allowedConsoleErrors.push(/net::ERR_/, /503/);
  const held = await heldActions(server.url);
  await signInAs(context, server.url, "supervisor@meridian.example");
  await held.askRefund(32);
  await openQueue(page, held.refund, 1, server.url);
  const lamp = page.getByRole("banner").getByRole("status").first();
  await expect(lamp).toHaveText("Live");

  await server.end();
  await expect(lamp).toHaveText("Restarting");
  await expect(queue(page)).toContainText("The server is restarting.");
  await server.start();
  await expect(lamp).toHaveText("Live", { timeout: 20_000 });
  await expect(queue(page)).not.toContainText("The server is restarting.");
  await held.dispose();
});

test("where events are held back on the way, the page reads again by itself, and answers are taken", async ({
  page,
  context,
}) => {
  test.setTimeout(90_000);
  const held = await heldActions(server.url);
  await signInAs(context, server.url, "supervisor@meridian.example");
  // As a proxy does that gathers a whole answer before it passes it on.
  await page.route("**/api/v1/stream", () => new Promise(() => undefined));
  const { id } = await held.askRefund(31);
  await openQueue(page, held.refund, 1, server.url);
  await expect(page.getByRole("banner").getByRole("status").first()).toHaveText("Reconnecting", { timeout: 20_000 });
  await page.keyboard.press("r");
  const reason = decision(page).getByRole("form", { name: "Reject" }).getByRole("textbox");
  await reason.fill("Paid back already");
  await reason.press("ControlOrMeta+Enter");
  await expect(said(page, "Rejected")).toBeVisible();
  expect(await held.read(id)).toMatchObject({ status: "denied", decision: { outcome: "reject" } });

  await held.askRefund(32);
  await expect(
    queue(page)
      .getByText("1 new")
      .or(rows(page).filter({ hasText: "32.00 EUR" }))
      .first(),
  ).toBeVisible({ timeout: 40_000 });
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await held.dispose();
});

test("exports that a killed server had begun are finished by the next one, each whole and once", async ({
  page,
  context,
  allowedConsoleErrors,
}) => {
  test.setTimeout(120_000);
  allowedConsoleErrors.push(/net::ERR_/);
  await signInAs(context, server.url, "governance@meridian.example");
  await page.goto(`${server.url}/jobs`);
  await expect(page.getByText("You have no jobs")).toBeVisible();
  const many = 8;
  await page.evaluate(async (count) => {
    const workspace = document.querySelector<HTMLMetaElement>('meta[name="signalbox-workspace"]')?.content ?? "";
    const ask = () => fetch("/api/v1/audit/exports", { method: "POST", headers: { "Signalbox-Workspace": workspace } });
    await Promise.all(Array.from({ length: count }, ask));
  }, many);
  await server.kill();
  await server.start();

  const lines = page.getByRole("list", { name: "Your jobs, newest first" }).getByRole("listitem");
  // A runner that was killed is missed after fifteen seconds.
  await expect(lines.filter({ hasText: "Done" })).toHaveCount(many, { timeout: 60_000 });
  const { items } = (await (await page.request.get(`${server.url}/api/v1/jobs`)).json()) as {
    items: { id: string; result: { entries: number }; output: { bytes: number } }[];
  };
  for (const { id, result, output } of items) {
    const file = await (await page.request.get(`${server.url}/api/v1/jobs/${id}/output`)).text();
    const entries = file.split("\n").filter((line) => line.startsWith("{"));
    expect(entries).toHaveLength(result.entries);
    expect(new Set(entries).size).toBe(result.entries);
    expect(Buffer.byteLength(file)).toBe(output.bytes);
  }
});
