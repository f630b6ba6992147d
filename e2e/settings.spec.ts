import { apiAs } from "./support/agent-access";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";
import { said } from "./support/approvals-page";

/** What an administrator sets for the workspace is in force at once; others read it. */

test("the time to take an approval back is set, in force at once, and bad values are refused beside their field", async ({ page, context, baseURL }) => {
  const admin = await apiAs(baseURL ?? "", "admin@northwind.example");
  const before = (await (await admin.get("/api/v1/settings")).json()) as { graceSeconds: number };
  await signInAs(context, baseURL, "admin@northwind.example");
  await page.goto("/settings");
  const grace = page.getByLabel("Time to take an approval back, in seconds");
  const save = page.getByRole("button", { name: "Save" });
  try {
    await grace.fill("61");
    await save.click();
    await expect(page.getByText("A whole number from 0 to 60.")).toBeVisible();
    await grace.fill("17");
    await save.click();
    await expect(said(page, "Saved, and in force.")).toBeVisible();
    expect(await (await admin.get("/api/v1/settings")).json()).toMatchObject({ graceSeconds: 17 });
    await page.reload();
    await expect(grace).toHaveValue("17");
  } finally {
    await admin.patch("/api/v1/settings", { data: { graceSeconds: before.graceSeconds } });
    await admin.dispose();
  }
});

test("whoever may not change settings reads them", async ({ page, context, baseURL }) => {
  await signInAs(context, baseURL, "viewer@northwind.example");
  await page.goto("/settings");
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(main.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
});
