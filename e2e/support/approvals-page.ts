import { expect, type Locator, type Page } from "@playwright/test";

export const queue = (page: Page): Locator => page.getByRole("region", { name: "Queue" });
export const rows = (page: Page): Locator => queue(page).locator("[data-row]");
export const decision = (page: Page): Locator => page.getByRole("complementary", { name: "Decision" });
export const approveButton = (page: Page): Locator => decision(page).getByRole("button", { name: /^Approve/ });
/** A notice with these words. */
export const said = (page: Page, words: string | RegExp): Locator =>
  page.locator("[data-sonner-toast]").filter({ hasText: words });

/** Waits until what is open has been in sight long enough to be answered. */
export async function seen(page: Page, actionId: string | RegExp = /./u): Promise<void> {
  await expect(decision(page)).toHaveAttribute("data-seen", actionId);
}

/** Opens the queue narrowed to one type of action, and waits until its answers can be given. */
export async function openQueue(page: Page, type: string, count: number, server = ""): Promise<void> {
  await page.goto(`${server}/approvals?type=${type}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  await expect(rows(page)).toHaveCount(count);
  await expect(approveButton(page)).not.toHaveAttribute("aria-disabled", "true");
  await seen(page);
}
