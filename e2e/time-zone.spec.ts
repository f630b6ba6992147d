import { expect, test } from "./support/fixtures";
import { newcomer } from "./support/newcomer";

// Whatever is held may be open, also what the catalog does not know: then it is asked in vain.
test.use({ allowedConsoleErrors: [/404.*\/api\/v1\/action-types\//] });

/** "Today" and exact times are the reader's, wherever the server stands. */

test.use({ timezoneId: "Asia/Tokyo" });

test("a page is drawn in the browser's zone, and in the profile's once one is chosen", async ({ context, baseURL }) => {
  const suffix = crypto.randomUUID().slice(0, 8);
  const page = await newcomer(context, baseURL ?? "", {
    name: `Asha ${suffix}`,
    email: `asha-${suffix}@zones.example`,
    role: "supervisor",
  });
  const today = page.getByRole("figure", { name: "Decisions today" });
  // The very first page may be drawn in UTC: the server learns the zone from it.
  await page.goto("/board");
  await expect(today).toContainText("Asia/Tokyo");
  await page.reload();
  await expect(today).toContainText("since 00:00 Asia/Tokyo");

  await page.goto("/account");
  await page.getByLabel("Time zone").fill("Pacific/Auckland");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto("/board");
  await expect(today).toContainText("since 00:00 Pacific/Auckland");

  await page.goto("/approvals?view=all");
  await page.getByRole("article", { name: "Evidence" }).locator("time").first().hover();
  await expect(page.getByText(/GMT\+1[23]/)).toBeVisible();
});
