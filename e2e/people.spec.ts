import type { BrowserContext, Locator, Page } from "@playwright/test";
import { approveButton, decision, openQueue } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { type HeldActions, heldActions, signInAs } from "./support/held-actions";
import { newcomer, newcomersPassword } from "./support/newcomer";

/** How somebody comes to the workspace, what their role lets them do, and how they leave it. */

async function choose(field: Locator, option: string): Promise<void> {
  await field.click();
  await field.page().getByRole("option", { name: option, exact: true }).click();
}

/** The administrator makes an invitation by hand, and has its link. */
async function invite(admin: Page, email: string, role: string): Promise<string> {
  await admin.goto("/people");
  await admin.getByRole("button", { name: "Invite somebody" }).click();
  const form = admin.getByRole("dialog", { name: "Invite somebody" });
  await form.getByLabel("E-mail").fill(email);
  await choose(form.getByRole("combobox", { name: "Role" }), role);
  await form.getByRole("button", { name: "Make the link" }).click();
  const made = admin.getByRole("dialog", { name: `An invitation for ${email}` });
  const link = await made.getByTestId("secret").innerText();
  // A slip of the finger does not lose what is shown once.
  await admin.keyboard.press("Escape");
  await expect(made.getByRole("alert")).toHaveText("Confirm first that you have it: it cannot be shown again.");
  await made.getByRole("button", { name: "I have it" }).click();
  await expect(made).toBeHidden();
  await expect(admin.getByRole("table", { name: /Open invitations/ })).toContainText(email);
  await expect(admin.locator("body")).not.toContainText(link);
  return link;
}

/** Opens the link in a browser that nobody is signed in to, and joins. */
async function join(browser: BrowserContext, link: string, name: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: /^Join / })).toBeVisible();
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByText("It must have at least 12 characters.")).toBeVisible();
  await page.getByLabel("Password").fill(newcomersPassword);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/" && !url.pathname.startsWith("/join"));
  return page;
}

async function openPerson(admin: Page, name: string): Promise<Locator> {
  await admin.goto(`/people?q=${encodeURIComponent(name)}`);
  await admin.getByRole("row").filter({ hasText: name }).getByRole("rowheader").click();
  return admin.getByRole("dialog", { name });
}

async function changeRole(admin: Page, name: string, role: string): Promise<void> {
  const dialog = await openPerson(admin, name);
  await choose(dialog.getByRole("combobox", { name: "Role" }), role);
  await dialog.getByRole("button", { name: "Change role" }).click();
  await expect(admin.getByText(`${name} is now ${role}.`)).toBeVisible();
}

async function signInByHand(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(newcomersPassword);
  // Where the page before said that one is signed out, its notice fades while this one is there already.
  await page.getByRole("region", { name: "Sign in" }).getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The page may also leave by itself, when something on it is read again before the click. */
async function expectRefusedAtNextClick(page: Page, link: string): Promise<void> {
  await expect(async () => {
    if (!page.url().includes("/sign-in"))
      await page.getByRole("navigation").getByRole("link", { name: link }).click({ timeout: 2_000 });
    expect(new URL(page.url()).pathname).toBe("/sign-in");
  }).toPass();
}

test.describe("from the invitation to the door", () => {
  let held: HeldActions;
  let name: string;
  let email: string;

  test.beforeEach(async ({ baseURL, context }) => {
    held = await heldActions(baseURL);
    name = `Robin ${held.suffix}`;
    email = `robin-${held.suffix}@newcomers.example`;
    await signInAs(context, baseURL, "admin@meridian.example");
  });
  test.afterEach(() => held.dispose());

  test("the link lets one person in, once, with the role of the invitation", async ({
    page,
    anotherBrowser,
    allowedConsoleErrors,
  }) => {
    allowedConsoleErrors.push(/403/);
    const link = await invite(page, email, "Annotator");
    const theirs = await join(await anotherBrowser(), link, name);
    await expect(theirs.getByRole("navigation").getByRole("link", { name: "Approvals" })).toBeVisible();
    await expect(theirs.getByRole("navigation").getByRole("link", { name: "Audit" })).toHaveCount(0);
    await expect(page.getByRole("table", { name: /Open invitations/ }).getByText(email)).toHaveCount(0);
    await expect(await openPerson(page, name)).toContainText("Annotator");

    const late = await (await anotherBrowser()).newPage();
    await late.goto(link);
    await expect(late.getByRole("heading", { name: "This invitation has already been used." })).toBeVisible();
    await late.getByRole("link", { name: "Go to sign-in" }).click();
    await signInByHand(late, email);
    await late.waitForURL("**/runs");
    await late.goto("/audit");
    await expect(late.getByText("Your role cannot use this page.")).toBeVisible();
  });

  test("a changed role holds from the other browser's next action on, for more and for less", async ({
    page,
    anotherBrowser,
    baseURL,
    allowedConsoleErrors,
  }) => {
    const [first, second] = [await held.askRefund(21), await held.askRefund(22)];
    const theirs = await newcomer(await anotherBrowser(), baseURL ?? "", { name, email, role: "viewer" });
    const approve = approveButton(theirs);
    await theirs.goto(`/approvals?type=${held.refund}&action=${first.id}`);
    await expect(decision(theirs)).toContainText("Your role reads what is held and does not decide it.");
    await expect(decision(theirs)).toContainText("Who can decide it: Supervisors");
    await expect(approve).toHaveCount(0);

    await changeRole(page, name, "Supervisor");
    await openQueue(theirs, held.refund, 2);
    await approve.click();
    await expect
      .poll(async () => (await held.read(first.id)).settling)
      .toMatchObject({ outcome: "approve", by: { name } });

    // The page is open and its answers can be given; the role is taken away behind its back.
    await theirs.goto(`/approvals?type=${held.refund}&action=${second.id}`);
    await expect(approve).not.toHaveAttribute("aria-disabled", "true");
    allowedConsoleErrors.push(/403/);
    await changeRole(page, name, "Viewer");
    const refused = await theirs.request.post(`/api/v1/actions/${second.id}/decisions`, {
      headers: { Origin: new URL(baseURL ?? "").origin },
      data: { decision: "approve", seenDigest: second.digest },
    });
    expect(refused.status()).toBe(403);
    expect(await held.read(second.id)).toMatchObject({ status: "pending", settling: null });
    await theirs.reload();
    await expect(decision(theirs)).toContainText("Your role reads what is held and does not decide it.");
  });

  test("signed out everywhere, one may sign in again; deactivated, one may not", async ({
    page,
    anotherBrowser,
    baseURL,
    allowedConsoleErrors,
  }) => {
    allowedConsoleErrors.push(/401/);
    const theirs = await newcomer(await anotherBrowser(), baseURL ?? "", { name, email, role: "supervisor" });
    await theirs.goto("/board");
    const dialog = await openPerson(page, name);
    await dialog.getByRole("button", { name: "Sign out everywhere…" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(page.getByText("1 session ended.")).toBeVisible();
    await expectRefusedAtNextClick(theirs, "Runs");
    await signInByHand(theirs, email);
    await theirs.waitForURL((url) => url.pathname !== "/sign-in");

    await dialog.getByRole("button", { name: "Deactivate…" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }).click();
    await expect(dialog).toContainText("Deactivated");
    expect((await theirs.request.get("/api/v1/me")).status()).toBe(401);
    await expectRefusedAtNextClick(theirs, "Approvals");
    await signInByHand(theirs, email);
    await expect(theirs.getByText("You are no longer an active member of any workspace.")).toBeVisible();
    expect((await theirs.request.get("/api/v1/me")).ok()).toBe(false);
  });
});

test("a token for one's own scripts is shown once, may do what was chosen and nothing else, and ends when it is revoked", async ({
  page,
  context,
  request,
  baseURL,
}) => {
  await signInAs(context, baseURL, "governance@northwind.example");
  const name = `report ${crypto.randomUUID().slice(0, 8)}`;
  await page.goto("/account");
  await page.getByRole("button", { name: "Make a token…" }).click();
  const form = page.getByRole("dialog", { name: "A token for your scripts" });
  await form.getByLabel("Name").fill(name);
  await form.getByRole("button", { name: "Make the token" }).click();
  await expect(form.getByRole("alert")).toHaveText("Choose at least one.");
  await form.getByRole("checkbox", { name: "catalog:read" }).click();
  await form.getByRole("button", { name: "Make the token" }).click();
  const made = page.getByRole("dialog", { name: "The new token" });
  const token = await made.getByTestId("secret").innerText();
  await made.getByRole("button", { name: "I have it" }).click();
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("catalog:read");
  await page.reload();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(token.slice(0, 8));
  expect(await page.content()).not.toContain(token);

  const headers = { Authorization: `Bearer ${token}` };
  expect((await request.get("/api/v1/action-types", { headers })).status()).toBe(200);
  expect((await request.get("/api/v1/agents", { headers })).status()).toBe(403);
  await row.getByRole("button", { name: "Revoke…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke token" }).click();
  // While a dialog is open the rows behind it are nobody's to see.
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  expect((await request.get("/api/v1/action-types", { headers })).status()).toBe(401);
});
