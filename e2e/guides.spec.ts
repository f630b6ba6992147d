import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";

/** The guides inside the product: from a page to the guide that is about it, and from there to the others. */

test("each page leads to its guide, and the guides to one another", async ({ page, context, baseURL }) => {
  await signInAs(context, baseURL, "supervisor@meridian.example");
  for (const [path, title] of [
    ["/approvals", /^For supervisors/],
    ["/audit", /^For auditors/],
    ["/catalog", /^For governance/],
  ] as const) {
    await page.goto(path);
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Guide to this page" }).click();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }
  await page.getByRole("link", { name: "Guides" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Guides" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(14);
  await page.getByRole("link", { name: /LangChain/ }).click();
  await page.getByRole("link", { name: "the guide for agent developers" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/agent/i);
});

test("a guide can be read by whoever is not signed in, on a phone too, and one that does not exist is none", async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/docs/auditor");
  await expect(page.getByRole("table").first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect((await page.request.get("/docs/passwd")).status()).toBe(404);
  expect((await page.request.get("/docs/..%2f..%2fpackage")).status()).toBe(404);
});
