import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";

/** Lists that are read page by page are ordered by their headings: by the server, for all pages, with the keyboard, in the address. */

interface Ordered {
  path: string;
  table: string;
  heading: string;
  /** The orders that the heading asks for, first and then. */
  sorts: readonly [string, string];
  /** Where a row says what it is ordered by, of the cells that are shown. */
  first: "ascending" | "descending";
}

const lists: Ordered[] = [
  { path: "/agents", table: "Agents", heading: "Kind", sorts: ["kind_a_to_z", "kind_z_to_a"], first: "ascending" },
  { path: "/runs", table: "Runs", heading: "Ended", sorts: ["latest_ended", "earliest_ended"], first: "descending" },
  { path: "/people", table: "People", heading: "Role", sorts: ["role_a_to_z", "role_z_to_a"], first: "ascending" },
  {
    path: "/catalog",
    table: "Action types in the yellow zone",
    heading: "Reviewed",
    sorts: ["most_reviewed", "least_reviewed"],
    first: "descending",
  },
];

const heading = (page: Page, { table, heading: name }: Ordered): Locator =>
  page.getByRole("table", { name: table, exact: true }).getByRole("columnheader", { name });
/** What stands under the heading, row by row. */
async function cells(page: Page, list: Ordered): Promise<string[]> {
  const index = await heading(page, list).evaluate((element: Element) => (element as HTMLTableCellElement).cellIndex);
  return page
    .getByRole("table", { name: list.table, exact: true })
    .locator(`tbody tr > :nth-child(${index + 1})`)
    .allInnerTexts();
}

for (const list of lists) {
  test(`${list.path} is ordered by its headings, by keyboard too, and the address keeps it`, async ({
    page,
    context,
    baseURL,
  }) => {
    await signInAs(context, baseURL, "admin@meridian.example");
    await page.goto(list.path);
    const { sorts, first } = list;
    const other = first === "ascending" ? "descending" : "ascending";
    await expect(heading(page, list)).not.toHaveAttribute("aria-sort");
    await heading(page, list).getByRole("button").focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`sort=${sorts[0]}$`));
    await expect(heading(page, list)).toHaveAttribute("aria-sort", first);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expect(heading(page, list).getByRole("button"), "the focus stays where it was").toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`sort=${sorts[1]}$`));
    await expect(heading(page, list)).toHaveAttribute("aria-sort", other);
    await page.reload();
    await expect(heading(page, list)).toHaveAttribute("aria-sort", other);
    await expect(page.getByRole("table", { name: list.table, exact: true }).getByRole("row")).not.toHaveCount(1);
    expect((await cells(page, list)).length).toBeGreaterThan(1);
  });
}

test("agents are in the order of their names from the server, whichever way was asked, and clearing the filters keeps it", async ({
  page,
  context,
  baseURL,
}) => {
  await signInAs(context, baseURL, "admin@meridian.example");
  await page.goto("/agents?status=active");
  const names = page.getByRole("table", { name: "Agents", exact: true }).getByRole("rowheader").getByRole("link");
  const told = async () => (await names.allInnerTexts()).map((name) => name.toLowerCase());
  await expect(page.getByRole("columnheader", { name: "Agent", exact: true })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  const up = await told();
  expect(up).toEqual(up.toSorted());
  await page.getByRole("columnheader", { name: "Agent", exact: true }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=name_z_to_a/);
  await expect.poll(async () => (await told())[0]).not.toBe(up[0]);
  const down = await told();
  expect(down).toEqual(down.toSorted().toReversed());
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page).toHaveURL(/\/agents\?sort=name_z_to_a$/);
});

test("the audit log is read from its first entry as well", async ({ page, context, baseURL }) => {
  await signInAs(context, baseURL, "governance@meridian.example");
  await page.goto("/audit");
  const number = page.getByRole("columnheader", { name: "No." });
  await expect(number).toHaveAttribute("aria-sort", "descending");
  await number.getByRole("button").click();
  await expect(page).toHaveURL(/sort=oldest/);
  await expect(number).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByRole("table", { name: "Audit entries" }).locator("tbody tr[data-row='0']")).toContainText(
    /^0/,
  );
});
