import { execFile } from "node:child_process";
import { promisify } from "node:util";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";

const run = promisify(execFile);

/** Signs in as one of the demo's people, without the screen. */
async function signIn(page: Page, name: string): Promise<void> {
  const { csrfToken } = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await page.request.post("/api/auth/callback/password", {
    form: { csrfToken, email: `${name}@meridian.example`, password: "signalbox-demo", json: "true" },
  });
  expect(answer.ok()).toBe(true);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

test.slow();

test("the log is checked in the browser, narrowed, and one entry's proof holds until a character is changed", async ({
  page,
}) => {
  await signIn(page, "governance");
  await page.goto("/audit");
  await expect(page.getByText(/The signature over .* holds/)).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);

  await page.getByRole("combobox", { name: "What happened" }).click();
  await page.getByRole("option", { name: "Action decided" }).click();
  await expect(page).toHaveURL(/event=action\.decided/);
  const rows = page.getByRole("table", { name: /Audit entries/ }).getByRole("row");
  await expect(rows.filter({ hasText: "Action requested" })).toHaveCount(0);
  await rows.filter({ hasText: "Action decided" }).first().getByRole("rowheader").click();

  await expect(page).toHaveURL(/\/audit\/\d+$/, { timeout: 30_000 });
  await expect(page.getByText(/✔ Proven: this is entry/)).toBeVisible();
  await expect(page.getByRole("img", { name: /a root that is the signed one/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Change one character" }).click();
  await expect(page.getByText(/✘ Not proven/)).toBeVisible();
  await expect(page.getByRole("img", { name: /a root that is not the signed one/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Put the character back" }).click();
  await expect(page.getByText(/✔ Proven/)).toBeVisible();
});

test("what is downloaded convinces the verifier without the server", async ({ page }, testInfo) => {
  await signIn(page, "supervisor");
  await page.goto("/audit/3");
  const saved: Record<string, string> = {};
  for (const name of ["The entry", "Its proof", "The key"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
    saved[name] = testInfo.outputPath(download.suggestedFilename());
    await download.saveAs(saved[name]);
  }
  const verifier = "packages/verify/bin/signalbox-verify.mjs";
  const { stdout } = await run(process.execPath, [
    verifier,
    saved["Its proof"] ?? "",
    "--entry",
    saved["The entry"] ?? "",
    "--key",
    saved["The key"] ?? "",
  ]);
  expect(stdout).toContain("This entry is number 3 of the log");

  await page.goto("/audit");
  await page.getByRole("button", { name: "Export the whole log" }).click();
  const newest = page.getByRole("region", { name: "Your newest export" });
  await expect(newest.getByText("Done")).toBeVisible();
  // It is there for whoever comes back, here and among all of one's jobs.
  await page.goto("/jobs");
  const line = page.getByRole("list", { name: "Your jobs, newest first" }).getByRole("listitem").first();
  await expect(line).toContainText("Export of the audit log");
  await expectAccessible(page);
  const [exported] = await Promise.all([
    page.waitForEvent("download"),
    line.getByRole("link", { name: /Download/ }).click(),
  ]);
  const log = testInfo.outputPath(exported.suggestedFilename());
  await exported.saveAs(log);
  const whole = await run(process.execPath, [verifier, log, "--key", saved["The key"] ?? ""]);
  expect(whole.stdout).toContain("are whole, in order, none changed, removed or added");
});

test("nothing on an entry's page is moved by what comes after it", async ({ page }) => {
  await signIn(page, "governance");
  await page.addInitScript({
    content: `window.signalboxShifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.signalboxShifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });`,
  });
  // One of the first entries, and one decision: with private texts, a proof, and something to take away.
  for (const address of ["/audit/3", "/audit?event=action.decided"]) {
    await page.goto(address);
    if (address.includes("?")) {
      const rows = page.getByRole("table", { name: /Audit entries/ }).getByRole("row");
      await rows.filter({ hasText: "Action decided" }).first().getByRole("rowheader").click();
      await expect(page).toHaveURL(/\/audit\/\d+$/);
      await page.reload();
    }
    await expect(page.getByText(/✔ Proven: this is entry/)).toBeVisible({ timeout: 30_000 });
    const shifts = await page.evaluate(() => (window as unknown as { signalboxShifts: number[] }).signalboxShifts);
    // A letter of the last typeface that arrives moves what stands beside it by a pixel or two.
    expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.002);
  }
});

test("a browser that remembers another past says so", async ({ page }) => {
  await signIn(page, "governance");
  await page.goto("/audit");
  await expect(page.getByText(/The signature over .* holds/)).toBeVisible({ timeout: 30_000 });
  await page.evaluate(() => {
    const name = Object.keys(localStorage).find((key) => key.startsWith("signalbox.witness.")) ?? "";
    const memory = JSON.parse(localStorage.getItem(name) ?? "{}") as { note: string; vkey: string };
    localStorage.setItem(name, JSON.stringify({ ...memory, vkey: memory.vkey.replace("+", "x+") }));
  });
  await page.reload();
  await expect(page.getByText(/The key is not the one this browser saw before.*Do not rely on this log/)).toBeVisible({
    timeout: 30_000,
  });

  await page.getByRole("button", { name: "Forget…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Forget it" }).click();
  await expect(page.getByText(/holds .* This browser keeps the checkpoint/)).toBeVisible();
});

test("a number the log has not reached is explained", async ({ page, allowedConsoleErrors }) => {
  allowedConsoleErrors.push(/404/);
  await signIn(page, "governance");
  await page.goto("/audit/99999999");
  await expect(page.getByText("The log has no entry 99,999,999")).toBeVisible();
});

test("an annotator is not shown the log", async ({ page, allowedConsoleErrors }) => {
  allowedConsoleErrors.push(/403/);
  await signIn(page, "annotator");
  await page.goto("/audit");
  await expect(page.getByText("Your role cannot use this page.")).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  expect((await page.request.get("/api/v1/audit")).status()).toBe(403);
});

test("who did it is found by name: the address keeps the id, the field shows the name", async ({ page }) => {
  await signIn(page, "governance");
  const { items } = (await (await page.request.get("/api/v1/people?q=governance%40meridian")).json()) as {
    items: { id: string; name: string; email: string }[];
  };
  const [me] = items;
  if (!me) throw new Error("The demo has a governance officer.");
  await page.goto("/audit");
  await expect(page.getByText(/The signature over .* holds/)).toBeVisible({ timeout: 30_000 });
  const by = page.getByRole("combobox", { name: "By (name or id)" });
  await by.fill(me.email);
  await by.press("Enter");
  await expect(page).toHaveURL(new RegExp(`actor=${me.id}`));
  await expect(by).toHaveValue(`${me.name}, ${me.email}`);
  await expectAccessible(page);
});
