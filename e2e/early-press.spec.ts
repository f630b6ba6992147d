import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";

/** What is pressed before a page's script has come: on a slow network, or a busy machine. */

/** Holds every script back until it is let go. */
async function withoutScripts(page: Page): Promise<() => Promise<void>> {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await held;
    await route.continue();
  });
  return async () => {
    letGo();
    await page.unrouteAll({ behavior: "wait" });
  };
}

test("STOP, pressed before the page listens, opens its form as soon as it does", async ({ page, context, baseURL }) => {
  await signInAs(context, baseURL, "supervisor@meridian.example");
  const goOn = await withoutScripts(page);
  await page.goto("/runs", { waitUntil: "commit" });
  await page.getByRole("banner").getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await goOn();
  await expect(page.getByRole("dialog", { name: "Stop agents" })).toBeVisible();
});

test("a press that is heard is heard once", async ({ page, context, baseURL }) => {
  await signInAs(context, baseURL, "supervisor@meridian.example");
  const goOn = await withoutScripts(page);
  await page.goto("/runs", { waitUntil: "commit" });
  const account = page.getByRole("banner").getByRole("button", { name: /^Account/ });
  await account.click();
  await goOn();
  // Pressed twice, a menu would be closed again.
  await expect(page.getByRole("menu")).toBeVisible();
  await page.waitForTimeout(500);
  await expect(page.getByRole("menu")).toBeVisible();
});

test("a password, sent before the page listens, never stands in the address, and signs in once it does", async ({
  page,
}) => {
  const goOn = await withoutScripts(page);
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("E-mail").fill("supervisor@meridian.example");
  await page.getByLabel("Password").fill("signalbox-demo");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByLabel("Password").press("Enter");
  await expect(page).toHaveURL(/\/sign-in$/);
  await goOn();
  await page.waitForURL("**/approvals");
  expect(asked.filter((url) => url.includes("signalbox-demo"))).toEqual([]);
});
