import type { Page } from "@playwright/test";
import { apiAs } from "./support/agent-access";
import { expect, test } from "./support/fixtures";
import { heldActions, signInAs } from "./support/held-actions";

/** The lever: pulled from any page, seen on every screen, felt by the agent at once, re-armed with a reason. */

const bar = (page: Page) => page.getByRole("region", { name: "Pulled stops" });

async function pull(page: Page, scope: RegExp, reason: string): Promise<void> {
  await page.getByRole("button", { name: /^Stop/ }).click();
  const dialog = page.getByRole("dialog", { name: "Stop agents" });
  await dialog.getByRole("radio", { name: scope }).check();
  await dialog.getByLabel("Why").fill(reason);
  await dialog.getByRole("button", { name: /^Stop: / }).click();
  await expect(dialog).toBeHidden();
}

async function rearm(page: Page, line: string, reason: string): Promise<void> {
  await bar(page).locator("div").filter({ hasText: line }).getByRole("button", { name: "Re-arm…" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Why is it safe again?").fill(reason);
  await dialog.getByRole("button", { name: "Re-arm" }).click();
  await expect(dialog).toBeHidden();
}

test("a stop on the open action's agent denies its next request, shows on a colleague's screen, and is re-armed with a reason", async ({
  page,
  context,
  baseURL,
  anotherBrowser,
}) => {
  const held = await heldActions(baseURL);
  const action = await held.askScale(24);
  const colleagues = await anotherBrowser();
  await signInAs(colleagues, baseURL, "reliability@meridian.example");
  const colleague = await colleagues.newPage();
  await colleague.goto("/runs");
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await page.goto(`/approvals?type=${held.scale}&action=${action.id}`);
  await expect(page.getByRole("complementary", { name: "Decision" })).toBeVisible();

  const why = `pool grows by itself ${held.suffix}`;
  await pull(page, new RegExp(`Agent desk-${held.suffix}`), why);

  await expect(bar(page)).toContainText(why);
  await expect(bar(colleague)).toContainText(`desk-${held.suffix}`);
  const refused = await held.askRefund(12);
  expect(refused.status).toBe("denied");
  expect(refused.verdict.interlocks.find((interlock) => interlock.effect === "deny")?.name).toBe("stop");
  // What is held stays held, but nobody can approve it now; the button says why.
  await expect(page.getByRole("complementary", { name: "Decision" })).toContainText(/stop/i);
  expect((await held.read(action.id)).status).toBe("pending");
  // A supervisor pulls and does not re-arm.
  await expect(bar(page).getByRole("button", { name: "Re-arm…" })).toHaveCount(0);

  await rearm(colleague, why, "The limit is back");
  await expect(bar(page)).toHaveCount(0);
  expect((await held.askRefund(13)).status).toBe("pending");
  await held.dispose();
});

test("what a stop would hold is said before it is pulled, and a slip of the pen is not taken for a stop", async ({
  page,
  context,
  baseURL,
}) => {
  const held = await heldActions(baseURL);
  const order = `A${held.suffix}`;
  await held.askRefund(21, { resource: { type: "parcel", id: order.toLowerCase() } });
  await signInAs(context, baseURL, "reliability@meridian.example");
  await page.goto("/board");
  await page.getByRole("button", { name: /^Stop/ }).click();
  const dialog = page.getByRole("dialog", { name: "Stop agents" });
  await expect(dialog.getByRole("status")).toContainText(/Holds now: \d+ agents/);

  await dialog.getByRole("radio", { name: /^Something else, by name/ }).check();
  await dialog.getByRole("radio", { name: "Action type", exact: true }).check();
  await dialog.getByRole("textbox", { name: "Name" }).fill(`refnud_${held.suffix}`);
  await expect(dialog.getByRole("status")).toContainText("No action type is called");
  await dialog.getByLabel("Why").fill(`double refunds ${held.suffix}`);
  await dialog.getByRole("button", { name: /^Stop: / }).click();
  await expect(dialog.getByRole("alert")).toContainText("Nothing here has this name");
  await dialog.getByRole("button", { name: held.refund }).click();
  await expect(dialog.getByRole("status")).toContainText("Holds now: 1 agent, 1 action that waits");

  // One parcel, in another case and width than the agent writes it.
  await dialog.getByRole("radio", { name: "Resource", exact: true }).check();
  await dialog.getByRole("textbox", { name: "Name" }).fill(`PARCEL:${order}`);
  await expect(dialog.getByRole("status")).toContainText("Holds now: 1 agent, 1 action that waits");
  await dialog.getByRole("button", { name: /^Stop: Resource/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/It holds 1 agent, 1 action that waits/)).toBeVisible();
  expect((await held.askRefund(22, { resource: { type: "parcel", id: order.toLowerCase() } })).status).toBe("denied");
  expect((await held.askRefund(23, { resource: { type: "parcel", id: "another" } })).status).toBe("pending");

  await rearm(page, `double refunds ${held.suffix}`, "One worker was doubled; it is gone");
  expect((await held.askRefund(24, { resource: { type: "parcel", id: order.toLowerCase() } })).status).toBe("pending");
  await held.dispose();
});

test("everything is stopped from a phone, and the red bar stands on every page until it is re-armed", async ({
  page,
  context,
  baseURL,
}) => {
  await page.setViewportSize({ width: 360, height: 760 });
  const held = await heldActions(baseURL);
  const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  await signInAs(context, baseURL, "reliability@meridian.example");
  await page.goto("/board");
  const why = `double refunds ${held.suffix}`;
  try {
    await pull(page, /^Everything in/, why);
    expect((await held.askRefund(14)).status).toBe("denied");
    for (const path of ["/approvals", "/agents", "/audit", "/account"]) {
      await page.goto(path);
      await expect(bar(page), path).toContainText(why);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
        `${path} does not scroll sideways`,
      ).toBe(true);
    }
    await rearm(page, why, "One worker was doubled; it is gone");
    await expect(bar(page)).toHaveCount(0);
    expect((await held.askRefund(15)).status).toBe("pending");
  } finally {
    // No other journey may find the workspace stopped.
    const { items } = (await (await admin.get("/api/v1/stops?active=true")).json()) as {
      items: { id: string; reason: string }[];
    };
    for (const stop of items.filter(({ reason }) => reason === why))
      await admin.post(`/api/v1/stops/${stop.id}/rearm`, { data: { reason: "end of the journey" } });
    await admin.dispose();
    await held.dispose();
  }
});
