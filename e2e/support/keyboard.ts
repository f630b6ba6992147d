import { expect, type Locator, type Page } from "@playwright/test";

/** Presses Tab until the element has the keyboard, as somebody without a mouse would. */
export async function tabTo(
  page: Page,
  target: Locator,
  options: { key?: "Tab" | "Shift+Tab"; atMost?: number } = {},
): Promise<void> {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < (options.atMost ?? 60); pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(options.key ?? "Tab");
  }
  await expect(target, "reached by Tab").toBeFocused({ timeout: 100 });
}

/** Replaces what stands in the field that has the keyboard. */
export async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

/** Signs in with e-mail and password, with the keyboard alone, and goes to a page. */
export async function signInByKeyboard(page: Page, email: string, next: string): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await tabTo(page, page.getByRole("textbox", { name: "E-mail" }));
  await page.keyboard.type(email);
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type("signalbox-demo");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === next);
}
