import AxeBuilder from "@axe-core/playwright";
import { apiAs } from "./support/agent-access";
import { expect, test } from "./support/fixtures";
import { decideAs, heldActions, signInAs } from "./support/held-actions";

/** The controls page: what stands at danger, why, what it caught, and the way back over probation. */

test("a lever is pulled by keyboard without a reason, explained, seen with what it caught, and let go over probation", async ({
  page,
  context,
  baseURL,
}) => {
  const held = await heldActions(baseURL);
  const name = `Agent desk-${held.suffix}`;
  const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  const { agentId } = await held.askRefund(31);
  await signInAs(context, baseURL, "admin@meridian.example");
  await page.goto(`/agents/${agentId}`);
  await page.getByRole("button", { name: /^Stop(\.|$)/ }).focus();
  await page.keyboard.press("Enter");
  const lever = page.getByRole("dialog", { name: "Stop agents" });
  await expect(lever.getByRole("status")).toContainText("Holds now: 1 agent, 1 action that waits");
  await expect(lever.getByRole("button", { name: `Stop: ${name}` })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(lever).toBeHidden();
  const bar = page.getByRole("region", { name: "Pulled stops" });
  await expect(bar).toContainText("no reason given yet");
  expect((await held.askRefund(32)).status).toBe("denied");

  await page.goto("/controls");
  const standing = page.getByRole("list", { name: "What stands at danger or on probation" });
  const line = standing.getByRole("listitem").filter({ hasText: name });
  await expect(line).toContainText(/1\s*denied since/);
  await expect(line).toContainText(/1\s*waited when pulled/);
  await line.getByRole("button", { name: "Say why…" }).click();
  const why = page.getByRole("alertdialog");
  await why.getByLabel("Reason").fill(`double refunds ${held.suffix}`);
  await why.getByRole("button", { name: "Save reason" }).click();
  await expect(line).toContainText(`double refunds ${held.suffix}`);

  await line.getByRole("button", { name: "Withdraw what waits…" }).click();
  const withdraw = page.getByRole("alertdialog");
  await expect(withdraw.getByRole("status")).toContainText("1 action waits now");
  await withdraw.getByRole("button", { name: "Withdraw what waits" }).click();
  await expect(line).toContainText(/1\s*cancelled with it/);

  // Tab comes to one lever; arrows go along the row.
  await page.getByRole("toolbar", { name: "Levers" }).getByRole("button").first().focus();
  await page.keyboard.press("End");
  const thrown = page.getByRole("toolbar", { name: "Levers" }).getByRole("button", { name: `desk-${held.suffix}` });
  await expect(thrown).toHaveAccessibleName(/Stopped/);
  await thrown.focus();
  await page.keyboard.press("Enter");
  const rearm = page.getByRole("alertdialog");
  await rearm.getByLabel("Why is it safe again?").fill("The worker is gone");
  await rearm.getByRole("radio", { name: /^To probation/ }).check();
  await rearm.getByLabel("Actions that must end well").fill("1");
  await rearm.getByRole("button", { name: "Re-arm" }).click();
  await expect(thrown).toHaveAccessibleName(/On probation/);
  await expect(line).toContainText("0 of 1 actions ended well");

  const looked = await held.askRefund(33);
  expect(looked.verdict.interlocks).toContainEqual(expect.objectContaining({ name: "stop", code: "probation" }));
  const decision = { decision: "approve", seenDigest: looked.digest, reason: { text: "looked at it" } };
  await decideAs(baseURL, "supervisor@meridian.example", looked, decision);
  await expect.poll(async () => (await held.read(looked.id)).status, { timeout: 30_000 }).toBe("approved");
  const used = await held.agent.post(`/api/v1/actions/${looked.id}/executions`, { data: { digest: looked.digest } });
  expect(used.ok()).toBe(true);
  await held.agent.post(`/api/v1/actions/${looked.id}/outcome`, { data: { status: "succeeded" } });

  await expect(line).toHaveCount(0);
  const earlier = page.getByRole("list", { name: "Earlier stops, newest first" });
  await expect(earlier.getByRole("listitem").filter({ hasText: name })).toContainText("The worker is gone");
  await earlier
    .getByRole("listitem")
    .filter({ hasText: name })
    .getByRole("link", { name: /What it caught/ })
    .click();
  await expect(page.getByRole("table", { name: "Actions" }).getByRole("row")).toHaveCount(3);
  await admin.dispose();
  await held.dispose();
});

test("everything is at hand from the palette, chosen and ready for Enter", async ({ page, context, baseURL }) => {
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await page.goto("/controls");
  await page.getByRole("button", { name: "Search or do anything" }).click();
  await page.keyboard.type("stop everything");
  await page.getByRole("option", { name: "Stop everything…" }).click();
  const dialog = page.getByRole("dialog", { name: "Stop agents" });
  await expect(dialog.getByRole("radio", { name: /^Everything in/ })).toBeChecked();
  await expect(dialog.getByRole("button", { name: /^Stop: Everything in/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 360]) {
    test(`axe finds nothing on the controls with a lever thrown, ${colorScheme}, ${width} px`, async ({
      page,
      context,
      baseURL,
    }) => {
      const held = await heldActions(baseURL);
      const admin = await apiAs(baseURL ?? "", "admin@meridian.example");
      const { agentId } = await held.askRefund(41);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      await signInAs(context, baseURL, "admin@meridian.example");
      const scope = { type: "agent", id: agentId };
      const pulled = await admin.post("/api/v1/stops", { data: { scope } });
      const { id } = (await pulled.json()) as { id: string };
      await page.goto("/controls");
      await expect(page.getByRole("button", { name: "Say why…" }).last()).toBeVisible();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      await admin.post(`/api/v1/stops/${id}/rearm`, { data: { reason: "end of the journey" } });
      await admin.dispose();
      await held.dispose();
    });
  }
}
