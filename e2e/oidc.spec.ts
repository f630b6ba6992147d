import type { BrowserContext, Page } from "@playwright/test";
import { apiAs } from "./support/agent-access";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";
import {
  forgetProviders,
  register,
  signInThere,
  startWithProviders,
  type WithProviders,
} from "./support/with-providers";

/** Signing in through an identity provider, over the true protocol: what is refused, what is linked by whom, and what then opens the account. */

const email = "supervisor@meridian.example";
let console_: WithProviders;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  console_ = await startWithProviders();
});
test.afterAll(() => console_.stop());
test.beforeEach(({ allowedConsoleErrors, context }) => {
  test.setTimeout(180_000);
  // The provider's own pages ask for a typeface from outside, which no test reaches.
  allowedConsoleErrors.push(/fonts\.googleapis\.com/);
  return context.route(/fonts\.googleapis\.com/, (route) => route.abort());
});

async function signInThrough(page: Page, provider: string, login: string): Promise<void> {
  await forgetProviders(page);
  await page.goto(`${console_.url}/sign-in`);
  await page.getByRole("button", { name: `Continue with ${provider}` }).click();
  await signInThere(page, login);
}

const refusal = (page: Page) => page.getByRole("alert").filter({ has: page.locator("p") });
const panel = (page: Page) => page.getByRole("region", { name: "Identity provider" });

test("whoever is refused comes to the sign-in page, which says why and what to do", async ({ page }) => {
  const { social, corp, url } = console_;
  for (const [provider, login, code, words] of [
    ["Social", register(social, email), "identity_not_linked", "Your account is not linked to this identity provider."],
    [
      "Social",
      register(social, "new@corp.example"),
      "foreign_domain",
      "Your e-mail address is in a domain of another identity provider.",
    ],
    ["Corp", register(corp, "new@corp.example"), "no_access", "You have no access to a workspace."],
  ] as const) {
    await signInThrough(page, provider, login);
    await page.waitForURL(`**/sign-in?error=${code}`);
    await expect(refusal(page)).toContainText(words);
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  }

  await forgetProviders(page);
  await page.getByRole("button", { name: "Continue with Social" }).click();
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.waitForURL("**/sign-in?error=AccessDenied");
  await expect(refusal(page)).toContainText("The identity provider did not let you in.");

  // An answer that this browser did not ask for.
  const answer = await page.request.get(`${url}/api/auth/callback/social?code=stolen&state=another`, {
    maxRedirects: 0,
  });
  expect([answer.status(), answer.headers()["location"]]).toEqual([302, `${url}/sign-in?error=OAuthCallback`]);
  await page.goto(`${url}/sign-in?error=OAuthCallback`);
  await expect(refusal(page)).toContainText("The identity provider's answer was not accepted.");
  expect((await page.request.get(`${url}/api/v1/me`)).status()).toBe(401);
});

/** As a browser that was never here: no open page is left to ask with what is taken away. */
async function leaveUnknown(page: Page, context: BrowserContext): Promise<void> {
  await page.goto("about:blank");
  await context.clearCookies();
}

test("an account links an identity from its own page, is opened by it, and unlinks it again", async ({
  page,
  context,
}) => {
  const { social, url } = console_;
  const login = register(social, email);
  await signInAs(context, url, email);
  await page.goto(`${url}/account`);

  await panel(page).getByRole("button", { name: "Link Social" }).click();
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.waitForURL("**/account?refused=AccessDenied");
  await expect(panel(page).getByRole("alert")).toContainText("The identity provider did not let you in.");
  await expect(panel(page).getByRole("alert")).toBeInViewport();

  await panel(page).getByRole("button", { name: "Link Social" }).click();
  await signInThere(page, register(social, "stranger@elsewhere.example"));
  await page.waitForURL("**/account?refused=other_address");
  await expect(panel(page).getByRole("alert")).toContainText("Nothing was linked.");
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(panel(page).getByRole("alert")).toBeInViewport();

  await forgetProviders(page);
  await panel(page).getByRole("button", { name: "Link Social" }).click();
  await signInThere(page, login);
  await page.waitForURL("**/account");
  await expect(panel(page).getByText("You can sign in through Social.")).toBeInViewport();
  await page.setViewportSize({ width: 1440, height: 900 });

  await leaveUnknown(page, context);
  await signInThrough(page, "Social", login);
  await page.waitForURL((to) => to.origin === url && !to.pathname.startsWith("/sign-in"));
  await page.goto(`${url}/account`);
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await expect(page.getByText(`${email}, Supervisor`)).toBeVisible();

  await panel(page).getByRole("button", { name: "Unlink…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Unlink" }).click();
  await expect(panel(page).getByRole("button", { name: "Link Social" })).toBeVisible();
  await leaveUnknown(page, context);
  await signInThrough(page, "Social", login);
  await page.waitForURL("**/sign-in?error=identity_not_linked");

  const admin = await apiAs(url, "admin@meridian.example");
  const { items } = (await (await admin.get("/api/v1/audit?limit=200")).json()) as { items: { event: string }[] };
  expect(items.map(({ event }) => event)).toEqual(
    expect.arrayContaining(["identity.linked", "identity.unlinked", "identity.link_refused"]),
  );
  await admin.dispose();
});
