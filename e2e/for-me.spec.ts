import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { decision, queue, rows } from "./support/approvals-page";
import { decideAs, type HeldActions, heldActions, signInAs } from "./support/held-actions";

// What waits for me is what I may decide; who decides nothing is asked for nothing; each role opens on its own work.

let held: HeldActions;

test.beforeEach(async ({ baseURL }) => {
  held = await heldActions(baseURL);
});
test.afterEach(() => held.dispose());

const badge = async (page: Page) => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);

/** The number in the tab is what the server says waits for whoever is signed in to the page. */
async function expectBadge(page: Page): Promise<void> {
  const forMe = async () =>
    ((await (await page.request.get("/api/v1/approvals/summary")).json()) as { forMe: number }).forMe;
  await expect.poll(async () => (await badge(page)) - (await forMe())).toBe(0);
}

test("the badge, the tab and the list are what I may decide: not what my own agent asks for", async ({
  page,
  context,
  anotherBrowser,
  baseURL,
}) => {
  await held.askRefund(31);
  await signInAs(context, baseURL, "supervisor@meridian.example");
  await page.goto(`/approvals?type=${held.refund}`);
  await expect(rows(page)).toHaveCount(1);
  await expectBadge(page);
  await expect(page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: /^Approvals/ })).toHaveText(
    /^Approvals[1-9]/,
  );

  const admins = await anotherBrowser();
  // Who made the agent's key: what it asks for is their own.
  await signInAs(admins, baseURL, "admin@meridian.example");
  const theirs = await admins.newPage();
  await theirs.goto(`/approvals?type=${held.refund}`);
  await expect(queue(theirs)).toContainText("Nothing matches these filters");
  await expectBadge(theirs);
  await theirs.goto(`/approvals?type=${held.refund}&view=all`);
  await expect(rows(theirs)).toHaveCount(1);
});

test("who decides nothing sees all that waits, and no number that asks for them", async ({
  page,
  context,
  baseURL,
}) => {
  await held.askRefund(32);
  await signInAs(context, baseURL, "viewer@meridian.example");
  await page.goto(`/approvals?type=${held.refund}`);
  await expect(rows(page)).toHaveCount(1);
  await expectBadge(page);
  expect(await badge(page)).toBe(0);
  await expect(queue(page).getByRole("tab", { name: /^For me|^Claimed/ })).toHaveCount(0);

  // Nothing to press that would be refused, by mouse or by key: who can decide stands in its place.
  await expect(decision(page)).toContainText("Your role reads what is held and does not decide it.");
  // The administrator made the agent's key: they are not named.
  await expect(decision(page).getByRole("note", { name: "Who can decide it" })).toHaveText(
    "Who can decide it: Supervisors",
  );
  await expect(decision(page).getByRole("button", { name: /Approve|Edit|Reject|Escalate|Claim/ })).toHaveCount(0);
  await expect(queue(page).getByRole("checkbox")).toHaveCount(0);
  for (const key of ["a", "r", "e", "x", "c", "Space"]) await page.keyboard.press(key);
  await expect(decision(page).getByRole("textbox")).toHaveCount(0);
  const { items } = (await (await page.request.get(`/api/v1/actions?action=${held.refund}`)).json()) as {
    items: { status: string; claim: unknown }[];
  };
  expect(items).toMatchObject([{ status: "pending", claim: null }]);
});

test("the counts of the views follow the filters", async ({ page, context, baseURL }) => {
  const asked = [await held.askRefund(33), await held.askRefund(34), await held.askScale(3)];
  await signInAs(context, baseURL, "supervisor@meridian.example");
  const [refund] = asked;
  await page.goto(`/approvals?q=${held.suffix}`);
  const count = (name: string) => queue(page).getByRole("tab", { name });
  await expect(count("For me")).toHaveText(/3$/);
  await expect(count("All")).toHaveText(/3$/);
  await decideAs(baseURL, "supervisor@meridian.example", refund!, { decision: "reject", reason: { text: "no" } });
  await expect(count("Decided today")).toHaveText(/1$/);
  await expect(count("All")).toHaveText(/2$/);
  await page.goto(`/approvals?type=${held.scale}`);
  await expect(count("All")).toHaveText(/1$/);
  await expect(count("Decided today")).toHaveText(/0$/);
});

for (const [email, path] of [
  ["supervisor@meridian.example", "/approvals"],
  ["governance@meridian.example", "/agents"],
  ["reliability@meridian.example", "/board"],
  ["annotator@meridian.example", "/runs"],
] as const) {
  test(`the console of ${email.split("@")[0]} opens on ${path}`, async ({ page, context, baseURL }) => {
    await signInAs(context, baseURL, email);
    await page.goto("/");
    await expect(page).toHaveURL((url) => url.pathname === path);
  });
}
