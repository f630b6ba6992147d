import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { heldActions, signInAs } from "./support/held-actions";
import { listens } from "./support/listening";

// Whatever is held may be open, also what the catalog does not know: then it is asked in vain.
test.use({ allowedConsoleErrors: [/404.*\/api\/v1\/action-types\//] });

/** From ⌘K to everything: by id or by words, and what can be done from anywhere. */

async function look(page: Page, words: string) {
  await listens(page);
  // A dialog that is still closing has the keys.
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+k");
  const field = page.getByRole("dialog").getByRole("combobox");
  await expect(field).toBeFocused();
  await field.fill(words);
  return page.getByRole("dialog").getByRole("group");
}

test("the palette finds actions, agents, people and the catalog's entries by words or id, an entry by its number, and leads there", async ({
  page,
  context,
  baseURL,
}) => {
  test.setTimeout(60_000);
  const held = await heldActions(baseURL);
  const { id } = await held.askRefund(41);
  await signInAs(context, baseURL, "governance@meridian.example");
  await page.goto("/board");
  const groups = await look(page, held.suffix);
  for (const [group, words] of [
    ["Actions", "Refund 41.00 EUR"],
    ["Agents", `desk-${held.suffix}`],
    ["Catalog", held.refund],
  ] as const) {
    await expect(groups.filter({ hasText: words }).first(), group).toBeVisible();
  }
  await expect(page.getByRole("dialog")).toContainText(`Search the log for “${held.suffix}”`);
  await page.keyboard.press("Escape");

  await (await look(page, id)).getByRole("option", { name: /Refund 41\.00 EUR/ }).click();
  await page.waitForURL((url) => url.searchParams.get("action") === id);
  await (await look(page, "supervisor@meridian")).getByRole("option", { name: /supervisor@meridian\.example/ }).click();
  await page.waitForURL(
    (url) => url.pathname === "/people" && url.searchParams.get("q") === "supervisor@meridian.example",
  );
  await (await look(page, "#3")).getByRole("option", { name: "Entry 3" }).click();
  await page.waitForURL((url) => url.pathname === "/audit/3");
  await held.dispose();
});

test("the palette stops, shows the keys and signs out; who may not stop is not offered it", async ({
  page,
  context,
  baseURL,
  anotherBrowser,
}) => {
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await page.goto("/runs");
  await (await look(page, "stop agents")).getByRole("option", { name: "Stop agents…" }).click();
  await expect(page.getByRole("dialog", { name: "Stop agents" })).toBeVisible();
  await page.keyboard.press("Escape");
  await (await look(page, "all keys")).getByRole("option", { name: "All keys" }).click();
  await expect(page.getByRole("dialog")).toContainText("Search and commands");
  await page.keyboard.press("Escape");

  const other = await anotherBrowser();
  await signInAs(other, baseURL, "annotator@meridian.example");
  const theirs = await other.newPage();
  await theirs.goto("/runs");
  await look(theirs, "stop agents");
  await expect(theirs.getByRole("option", { name: "Stop agents…" })).toBeHidden();
  await theirs.getByRole("combobox").fill("sign out");
  await theirs.getByRole("option", { name: "Sign out" }).click();
  await theirs.waitForURL((url) => url.pathname === "/sign-in");
});
