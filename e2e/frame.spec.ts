import type { BrowserContext, Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { apiAs } from "./support/agent-access";
import { heldActions, signInAs } from "./support/held-actions";
import { type LongTexts, longTexts } from "./support/long-texts";
import { listens } from "./support/listening";

// Whatever agents and people write, the frame stays where it is: nothing outside the panes scrolls, and STOP and the answers stay in sight.

const sizes = [
  { width: 360, height: 740 },
  { width: 740, height: 360 },
  { width: 768, height: 1024 },
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];
/** Pages looked at at the same time, each in a tab of its own. */
const tabs = 2;

/** What is wrong with the frame of the page as it stands, in words; empty where nothing is. */
function faultsOfFrame(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const [width, height] = [window.innerWidth, window.innerHeight];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > width) faults.push(`the page is ${scrollWidth} px wide`);
    if (scrollHeight > height) faults.push(`the page is ${scrollHeight} px high`);
    const main = document.querySelector("main");
    if (!main || main.clientHeight < height * 0.3)
      faults.push(`only ${main?.clientHeight ?? 0} px are left for the page itself`);
    if (main && main.scrollWidth > main.clientWidth)
      faults.push(`the page's content is ${main.scrollWidth} px wide in ${main.clientWidth}`);
    const answers = [...document.querySelectorAll("[data-answer]")].filter((answer) => answer.checkVisibility());
    const must = [
      ["STOP", document.querySelector("header button[aria-label^=Stop]")],
      ...answers.map((answer) => [answer.textContent, answer]),
    ] as [string, Element | null][];
    for (const [name, element] of must) {
      const box = element?.getBoundingClientRect();
      if (!box || box.left < 0 || box.top < 0 || box.right > width || box.bottom > height)
        faults.push(`${name} is at ${JSON.stringify(box ?? null)}`);
      else if (!element?.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)))
        faults.push(`${name} is covered`);
    }
    return faults;
  });
}

test.describe("with the longest texts everywhere", () => {
  let long: LongTexts;
  // Of the action that the catalog does not know.
  test.use({ allowedConsoleErrors: [/404 \(Not Found\).*action-types/] });
  test.afterEach(() => long.dispose());

  /** What is wrong with the frame of any of the pages at any of the sizes. */
  async function faultsOfAll(
    context: BrowserContext,
    at: readonly { width: number; height: number }[],
  ): Promise<string[]> {
    const left = [...long.pages];
    const found: string[] = [];
    const lookThrough = async () => {
      const page = await context.newPage();
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
        await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
        for (const size of at) {
          await page.setViewportSize(size);
          await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
          const shown = path.replace(/W{9,}/g, "W…");
          for (const fault of await faultsOfFrame(page))
            found.push(`${shown} at ${size.width} × ${size.height}: ${fault}`);
        }
      }
      await page.close();
    };
    await Promise.all(Array.from({ length: tabs }, lookThrough));
    return found;
  }

  test("no page is wider or higher than the window, and STOP and the answers are in it", async ({
    context,
    baseURL,
  }) => {
    test.setTimeout(600_000);
    long = await longTexts(baseURL ?? "", context);
    expect(await faultsOfAll(context, sizes)).toEqual([]);
  });

  test("nor for fingers, which need larger buttons, on a phone upright and on its side", async ({
    browser,
    context,
    baseURL,
  }) => {
    test.setTimeout(600_000);
    long = await longTexts(baseURL ?? "", context);
    const phone = await browser.newContext({
      baseURL,
      hasTouch: true,
      isMobile: true,
      viewport: sizes[0],
      storageState: await context.storageState(),
    });
    expect(await faultsOfAll(phone, sizes.slice(0, 2))).toEqual([]);
    await phone.close();
  });
});

/** Comes to a new catalog entry from the list, and begins to write it. @returns the field that is written in */
async function halfAnEntry(page: Page): Promise<Locator> {
  await page.goto("/catalog");
  const title = page.getByLabel("Title");
  await expect(async () => {
    await page.getByRole("link", { name: "Add an action type" }).click({ timeout: 2_000 });
    await expect(title).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await title.fill("Half of a thought");
  return title;
}

test.describe("with the demo", () => {
  const all = [
    "/board",
    "/approvals",
    "/actions",
    "/runs",
    "/agents",
    "/catalog",
    "/catalog/new",
    "/audit",
    "/people",
    "/people/teams",
    "/settings",
    "/account",
    "/jobs",
  ];

  test.beforeEach(({ context, baseURL }) => signInAs(context, baseURL, "admin@meridian.example"));

  test("nothing outside the panes scrolls, on no page", async ({ page }) => {
    test.setTimeout(180_000);
    const found: string[] = [];
    for (const path of all) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
      for (const size of sizes) {
        await page.setViewportSize(size);
        for (const fault of await faultsOfFrame(page))
          found.push(`${path} at ${size.width} × ${size.height}: ${fault}`);
      }
    }
    expect(found).toEqual([]);
  });

  test("what is typed into a catalog entry is asked about before it vanishes: by a link, a key, the browser's Back, and closing the tab", async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const title = await halfAnEntry(page);
    const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
    const stays = async () => {
      await question.getByRole("button", { name: "Cancel" }).click();
      await expect(question).toBeHidden();
      await expect(page).toHaveURL(/\/catalog\/new$/);
      await expect(title).toHaveValue("Half of a thought");
    };

    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Runs" }).click();
    await stays();
    await page.locator("#main").focus();
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await stays();
    await page.evaluate(() => window.history.back());
    await stays();
    // Playwright closes tabs without asking anybody unless told to.
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const closing = await asked;
    expect(closing.type()).toBe("beforeunload");
    await closing.dismiss();

    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Runs" }).click();
    await question.getByRole("button", { name: "Leave" }).click();
    await expect(page).toHaveURL(/\/runs$/);
  });

  test("a browser that asks for the icon by its oldest name is given it", async ({ page }) => {
    const icon = await page.request.get("/favicon.ico");
    expect([icon.status(), icon.headers()["content-type"]]).toEqual([200, "image/svg+xml"]);
    expect(await icon.text()).toContain("<svg");
  });

  test("whoever goes back all the same is where they came from, and asked no more", async ({ page }) => {
    const title = await halfAnEntry(page);
    await page.evaluate(() => window.history.back());
    await page
      .getByRole("alertdialog", { name: "Leave without saving?" })
      .getByRole("button", { name: "Leave" })
      .click();
    await expect(page).toHaveURL(/\/catalog$/);
    await expect(page.getByRole("link", { name: "Add an action type" })).toBeVisible();
    await page.evaluate(() => window.history.forward());
    await expect(title).toHaveValue("");
  });

  test.describe("without a network", () => {
    test.use({ allowedConsoleErrors: [/ERR_INTERNET_DISCONNECTED|Failed to fetch/] });

    test("a link shows our own page and keeps what was typed, and the way is gone once the network is back", async ({
      page,
      context,
    }) => {
      await page.goto("/account");
      const name = page.getByLabel("Name", { exact: true }).first();
      await expect(name).toBeVisible();
      await listens(page);
      await name.fill("Typed without a network");
      await context.setOffline(true);
      const link = page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Runs" });
      await link.click();
      const notice = page.getByRole("alert").filter({ hasText: "The server cannot be reached." });
      await expect(notice).toBeVisible();
      await page.getByRole("button", { name: "Back to where I was" }).click();
      await expect(notice).toBeHidden();
      await expect(name).toHaveValue("Typed without a network");
      await link.click();
      await context.setOffline(false);
      await notice.getByRole("button", { name: "Try again" }).click();
      await expect(page).toHaveURL(/\/runs$/);
    });
  });

  test.describe("signed out elsewhere", () => {
    // The open page hears of it by the first thing that it may no longer have: the stream, or whatever it reads.
    test.use({ allowedConsoleErrors: [/401.*\/api\/v1\//] });

    test("whoever's session is over is told so where they sign in, and comes back to where they were", async ({
      page,
      context,
      baseURL,
    }) => {
      await page.goto("/runs");
      const api = await apiAs(baseURL ?? "", "admin@meridian.example");
      const { items } = (await (await page.request.get("/api/v1/me/sessions")).json()) as {
        items: { id: string; current: boolean }[];
      };
      const mine = items.find(({ current }) => current);
      expect((await api.delete(`/api/v1/me/sessions/${mine?.id}`)).ok()).toBe(true);
      await api.dispose();
      // Nobody is taken off the page: what they were writing stays, and it is said that it is over.
      await expect(page.getByText("You are signed out")).toBeVisible({ timeout: 20_000 });
      await expect(page).toHaveURL(/\/runs$/);
      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Audit" }).click();
      await expect(page.getByText("Your session is over.")).toBeVisible();
      // What the page said of it went with the page.
      await expect(page.getByRole("button", { name: "Sign in", exact: true })).toHaveCount(1);
      await page.getByLabel("E-mail").fill("admin@meridian.example");
      await page.getByLabel("Password").fill("signalbox-demo");
      await page.getByLabel("Password").press("Enter");
      await expect(page).toHaveURL(/\/audit$/);
      // Nobody is told of a session that they never had.
      await page.goto("about:blank");
      await context.clearCookies();
      await page.goto("/audit");
      await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
      await expect(page.getByText("Your session is over.")).toBeHidden();
    });
  });

  test("the tab says how many wait for the reader, on every page", async ({ page, context, baseURL }) => {
    // What the administrator's own agent asks for waits for others.
    await signInAs(context, baseURL, "supervisor@meridian.example");
    const held = await heldActions(baseURL);
    await held.askRefund(71);
    await page.goto("/approvals");
    await expect(page).toHaveTitle(/^\(\d+\) Approvals · Signalbox$/);
    const before = Number(/\d+/.exec(await page.title())?.[0]);
    await held.askRefund(72);
    await expect.poll(async () => Number(/\d+/.exec(await page.title())?.[0])).toBeGreaterThan(before);
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Runs" }).click();
    await expect(page).toHaveTitle(/^\(\d+\) Runs · Signalbox$/);
    await held.dispose();
  });
});
