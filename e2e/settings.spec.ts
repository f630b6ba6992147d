import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { clusterUrl } from "../scripts/postgres/cluster";
import { apiAs } from "./support/agent-access";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";
import { said } from "./support/approvals-page";

/** What an administrator sets for the workspace is in force at once; others read it. */

test("the time to take an approval back is set, in force at once, and bad values are refused beside their field", async ({
  page,
  context,
  baseURL,
}) => {
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

/** As whoever has the machine: the account that the server uses is given more than it needs, or no longer. */
async function onDatabase(statement: string): Promise<void> {
  const file = join(process.env.SIGNALBOX_TEST_DATA_DIR ?? "", "postgres.json");
  const client = new pg.Client({
    connectionString: clusterUrl(
      JSON.parse(readFileSync(file, "utf8")) as { port: number; password: string },
      "signalbox",
    ),
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

test("that the server's account could rewrite the audit log is told to administrators, and to nobody else, as long as it could", async ({
  page,
  context,
  baseURL,
  anotherBrowser,
}) => {
  await signInAs(context, baseURL, "admin@northwind.example");
  const others = await anotherBrowser();
  await signInAs(others, baseURL, "viewer@northwind.example");
  const viewer = await others.newPage();
  const warning = page
    .getByRole("note")
    .filter({ hasText: "The account in DATABASE_URL could change tables and rewrite the audit log." });
  const form = page.getByLabel("Time to take an approval back, in seconds");
  await page.goto("/settings");
  await expect(form).toBeVisible();
  await expect(warning).toHaveCount(0);
  try {
    await onDatabase("GRANT UPDATE ON audit_entries TO signalbox_application");
    await page.reload();
    await expect(warning).toBeVisible();
    await expect(warning.locator("code")).toHaveText("npm run db:roles");
    await viewer.goto("/settings");
    await expect(viewer.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
    await expect(viewer.getByRole("note")).toHaveCount(0);
  } finally {
    await onDatabase("REVOKE UPDATE ON audit_entries FROM signalbox_application");
  }
  await page.reload();
  await expect(form).toBeVisible();
  await expect(warning).toHaveCount(0);
});
