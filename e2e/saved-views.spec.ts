import type { Page } from "@playwright/test";
import { said } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { tabTo, retype } from "./support/keyboard";
import { newcomer } from "./support/newcomer";

// Whatever is held may be open, also what the catalog does not know: then it is asked in vain.
test.use({ allowedConsoleErrors: [/404.*\/api\/v1\/action-types\//] });

/** Views of the queue under names of one's own: they follow the person, not the browser, and are nobody else's. */

const suffix = (): string => crypto.randomUUID().slice(0, 8);
const panel = (page: Page) => page.getByRole("dialog", { name: "Views and filters" });
const mine = (page: Page) => panel(page).getByRole("region", { name: "Saved views" });
const named = (page: Page, name: string) => mine(page).getByRole("button", { name, exact: true });
const nameField = (page: Page) => panel(page).getByRole("textbox", { name: "Save this view as" });

async function open(page: Page, address: string) {
  await page.goto(address);
  await expect(page.locator("[data-ready]")).toBeVisible();
  await openPanel(page);
}

async function openPanel(page: Page) {
  await tabTo(page, page.getByRole("button", { name: /^Filters/ }));
  await page.keyboard.press("Enter");
  await expect(nameField(page)).toBeVisible();
  await expect(mine(page)).not.toContainText("could not be loaded");
}

test("a view is saved, opened from another page load, renamed, deleted and brought back, all by keyboard", async ({
  context,
  baseURL,
}) => {
  const page = await newcomer(context, baseURL ?? "", {
    name: `Asha ${suffix()}`,
    email: `asha-${suffix()}@views.example`,
    role: "supervisor",
  });
  await open(page, "/approvals?view=all&zone=red&q=pool");
  await expect(mine(page)).toContainText("None yet.");
  await tabTo(page, nameField(page));
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("alert")).toHaveText("Give it a name.");
  await page.keyboard.type("Red pools");
  await page.keyboard.press("Enter");
  await expect(said(page, "Red pools is saved")).toBeVisible();
  await expect(named(page, "Red pools")).toHaveAttribute("aria-current", "true");
  await expect(nameField(page)).toHaveValue("");
  await page.keyboard.type("Red pools");
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("alert")).toHaveText("You have a view named Red pools already.");

  await open(page, "/approvals?q=budget");
  await expect(named(page, "Red pools")).not.toHaveAttribute("aria-current");
  await tabTo(page, named(page, "Red pools"));
  await page.keyboard.press("Enter");
  await expect(panel(page)).toBeHidden();
  await expect(page).toHaveURL(/view=all/);
  await expect(page).toHaveURL(/zone=red/);
  await expect(page).toHaveURL(/q=pool/);
  await expect(page.getByRole("searchbox", { name: "Search the queue" })).toHaveValue("pool");
  await expect(page.getByRole("list", { name: "Filters that are set" })).toContainText("red");
  await page.waitForTimeout(600);
  expect(new URL(page.url()).searchParams.get("q"), "what stood in the search field does not come back").toBe("pool");

  await openPanel(page);
  await tabTo(page, mine(page).getByRole("button", { name: "Rename Red pools" }));
  await page.keyboard.press("Enter");
  await expect(mine(page).getByRole("textbox", { name: "New name" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(mine(page).getByRole("button", { name: "Rename Red pools" })).toBeFocused();
  await page.keyboard.press("Enter");
  await retype(page, "Pools");
  await page.keyboard.press("Enter");
  await expect(mine(page).getByRole("button", { name: "Rename Pools" })).toBeFocused();

  await page.keyboard.press("Tab");
  await expect(mine(page).getByRole("button", { name: "Delete Pools" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(mine(page)).toContainText("None yet.");
  await expect(mine(page)).toBeFocused();
  await said(page, "Pools is deleted").getByRole("button", { name: "Undo" }).click();
  await expect(said(page, "Pools is back")).toBeVisible();
  await open(page, "/approvals");
  await expect(named(page, "Pools")).toBeVisible();
});

test("typing on in the search field keeps the keyboard and every letter", async ({ context, baseURL }) => {
  const page = await newcomer(context, baseURL ?? "", {
    name: "Bo",
    email: `bo-${suffix()}@views.example`,
    role: "supervisor",
  });
  await page.goto("/approvals?view=all");
  await expect(page.locator("[data-ready]")).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Search the queue" });
  await search.focus();
  await page.keyboard.type("po");
  await expect(page).toHaveURL(/q=po$/);
  await page.keyboard.type("ol");
  await expect(page).toHaveURL(/q=pool$/);
  await expect(search).toBeFocused();
  await expect(search).toHaveValue("pool");
});

test("saved views follow the person to the phone and are no colleague's", async ({
  context,
  baseURL,
  anotherBrowser,
}) => {
  const email = `chi-${suffix()}@views.example`;
  const page = await newcomer(context, baseURL ?? "", { name: "Chi", email, role: "viewer" });
  const name = `Mine ${suffix()}`;
  await open(page, "/approvals?view=decided");
  await nameField(page).fill(name);
  await page.keyboard.press("Enter");
  await expect(named(page, name)).toBeVisible();

  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto("/approvals");
  await page.getByRole("button", { name: /^Filters/ }).click();
  await expect(named(page, name)).toBeInViewport();
  await nameField(page).scrollIntoViewIfNeeded();
  await expect(nameField(page)).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await named(page, name).click();
  await expect(page).toHaveURL(/view=decided/);

  const other = await newcomer(await anotherBrowser(), baseURL ?? "", {
    name: "Dee",
    email: `dee-${suffix()}@views.example`,
    role: "admin",
  });
  await open(other, "/approvals");
  await expect(mine(other)).toContainText("None yet.");
});
