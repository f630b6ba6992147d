import { expect, type Page } from "@playwright/test";
import { listeningMark } from "@/app/early-press.script";

/** Waits until the page hears its keys: what the server has drawn looks the same before its script has taken over. */
export async function listens(page: Page): Promise<void> {
  await expect(page.locator(`html[${listeningMark}]`)).toHaveCount(1);
}
