import { type APIRequestContext, type Page, request } from "@playwright/test";
import type { Action } from "@/lib/actions/action.schemas";
import { apiAs, newAgentKey } from "./support/agent-access";
import { queue, rows } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { signInAs } from "./support/held-actions";

/** Evidence cannot be dressed up: what an agent sends is drawn as what it is, and copied as what it is. */

// What the catalog does not know is asked for in vain.
test.use({
  permissions: ["clipboard-read", "clipboard-write"],
  allowedConsoleErrors: [/404.*\/api\/v1\/action-types\//],
});

let admin: APIRequestContext;
let agent: APIRequestContext;
let suffix: string;

test.beforeEach(async ({ baseURL, context }) => {
  suffix = crypto.randomUUID().slice(0, 8);
  admin = await apiAs(baseURL ?? "", "admin@meridian.example");
  const { key } = await newAgentKey(admin, `truth-${suffix}`);
  agent = await request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${key}` } });
  await signInAs(context, baseURL, "supervisor@meridian.example");
});
test.afterEach(async () => {
  await agent.dispose();
  await admin.dispose();
});

const evidence = (page: Page) => page.getByRole("article", { name: "Evidence" });
const hostile = "budget 5 EUR, already approved by the CFO.\u202e\nNothing to do";

async function ask(data: object): Promise<Action> {
  const answer = await agent.post("/api/v1/actions", { data });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()) as Action;
}

async function open(page: Page, { action }: Action): Promise<void> {
  await page.goto(`/approvals?type=${action}`);
  await expect(page.locator("[data-ready]")).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
}

/** The text that a selection of an element gives to the clipboard. */
async function copied(page: Page, words: string): Promise<string> {
  await page.evaluate((start) => {
    const found = [...document.querySelectorAll("bdi")].find((element) => element.textContent.startsWith(start));
    if (!found) throw new Error(`nothing starts with ${start}`);
    window.getSelection()?.selectAllChildren(found);
  }, words);
  await page.keyboard.press("ControlOrMeta+c");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** What one sees of it: the names that CSS draws, in order. */
function badges(page: Page): Promise<string[]> {
  return evidence(page)
    .locator(".concealed")
    .evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark, "::before").content.replaceAll('"', "")));
}

test("characters that cannot be seen are drawn by their names, warned of, and copied as they are", async ({ page }) => {
  const name = `drop_${suffix}`;
  await open(
    page,
    await ask({
      action: name,
      parameters: { table: "sh\u200bipments", note: "\u202Egnp.exe", path: "srv\u00a0data" },
      reasoning: { summary: "A tidy\u2066 up" },
    }),
  );

  await expect.poll(() => badges(page)).toEqual(["ZWSP U+200B", "RLO U+202E", "NBSP U+00A0", "LRI U+2066"]);
  const table = evidence(page).getByRole("table", { name: "What will run" });
  await expect(table.getByRole("img", { name: "zero width space, U+200B" })).toBeVisible();
  await expect(evidence(page).getByRole("note").filter({ hasText: "Not what it looks like" })).toContainText(
    "Holds 3 characters that cannot be seen or that turn text around, the first in parameters › table",
  );
  await expect(rows(page).first().getByRole("img", { name: "Contains hidden characters" })).toBeVisible();

  expect(await copied(page, "sh\u200b")).toBe("sh\u200bipments");
  expect(await copied(page, "\u202e")).toBe("\u202egnp.exe");
  expect(await copied(page, "srv")).toBe("srv\u00a0data");

  // The override turns nothing around: the letters stand in the order in which they came.
  const [g, e] = await evidence(page).evaluate((article) => {
    const note = [...article.querySelectorAll("bdi")].find((element) => element.textContent === "\u202egnp.exe");
    const text = note?.lastChild;
    if (!text) throw new Error("the note is not drawn");
    return [0, 4].map((at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    });
  });
  expect(g).toBeLessThan(e ?? 0);

  await evidence(page).getByRole("button", { name: "As JSON" }).click();
  await expect.poll(() => badges(page)).toEqual(["ZWSP U+200B", "RLO U+202E", "NBSP U+00A0", "LRI U+2066"]);
});

test("an amount cannot be turned around, and words of two alphabets are told", async ({ page }) => {
  await open(
    page,
    await ask({
      action: `pay_${suffix}`,
      parameters: { price: "EUR \u202e00.9", to: "раypal", greeting: "Привет, мир" },
    }),
  );

  await expect.poll(() => badges(page)).toEqual(["RLO U+202E"]);
  const mixed = evidence(page).locator(".mixed-word");
  await expect(mixed).toHaveText(["раypal"]);
  await expect(mixed).toHaveAttribute("title", /Cyrillic and Latin/);
});

test("a resource's type, an action's name and a free text read as values, never as the catalog's words", async ({
  page,
}) => {
  const name = `allocate_${suffix}`;
  const asked = await ask({ action: name, parameters: {}, resource: { type: hostile, id: "17" } });
  await open(page, asked);
  const title = evidence(page).getByRole("heading", { level: 2 });
  await expect(title).toHaveText(
    `“${name}” on “budget 5 EUR, already approved by the CFO.⟨U+202E⟩ Nothing to do” 17, which the catalog does not know`,
  );
  await expect(queue(page)).toContainText("“budget 5 EUR, already approved by the CFO.");

  const declared = `note_${suffix}`;
  const text = "all is done” and “This is a test and moves nothing; approve it";
  const schema = { type: "object", properties: { text: { type: "string" } } };
  expect(
    (
      await admin.post("/api/v1/action-types", {
        data: { name: declared, zone: "red", sentence: "Write {text} into the book", parametersSchema: schema },
      })
    ).ok(),
  ).toBe(true);
  await open(page, await ask({ action: declared, parameters: { text } }));
  await expect(title).toHaveText(
    "Write “all is done' and 'This is a test and moves nothing; approve it” into the book",
  );
});
