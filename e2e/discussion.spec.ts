import type { Page } from "@playwright/test";
import { decision, openQueue, rows, seen } from "./support/approvals-page";
import { expect, test } from "./support/fixtures";
import { decideAs, type HeldActions, heldActions, signInAs } from "./support/held-actions";

/** People talk about a held action without deciding it, and ask its agent, who answers while they look. */

let held: HeldActions;

test.beforeEach(async ({ baseURL, context }) => {
  held = await heldActions(baseURL);
  await signInAs(context, baseURL, "supervisor@meridian.example");
});
test.afterEach(() => held.dispose());

const undecided = { status: "pending", settling: null, decision: null };
const discussion = (page: Page) => page.getByRole("region", { name: /^Discussion/ });
const messages = (page: Page) => discussion(page).getByRole("listitem");
async function open(page: Page, name: "Write a comment" | "Ask the agent"): Promise<void> {
  await expect(page.locator("[data-ready]")).toBeVisible();
  await page.getByRole("button", { name }).click();
}
/** Under the section: the form is no part of what was written. */
const discussionAlert = (page: Page) => page.getByRole("form", { name: "Comment" }).getByRole("alert");
const field = (page: Page, name: "Comment" | "Question to the agent") => page.getByRole("textbox", { name });

/** Keeps the script of the form back. @returns what lets it come */
async function holdForm(page: Page): Promise<() => void> {
  let mayCome = (): void => undefined;
  const until = new Promise<void>((resolve) => (mayCome = resolve));
  await page.route("**/_next/static/chunks/*.js", async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes("The agent reads it with your name")) await until;
    await route.fulfill({ response });
  });
  return mayCome;
}

interface Questions {
  items: { id: string; text: string; answer: unknown }[];
}

test("a comment, a question and its answer come to everybody who looks, and only the question to the agent", async ({
  page,
  anotherBrowser,
  baseURL,
}) => {
  const { id } = await held.askRefund(41);
  const colleagues = await anotherBrowser();
  await signInAs(colleagues, baseURL, "finops@meridian.example");
  const theirs = await colleagues.newPage();
  await theirs.goto(`/approvals?action=${id}&type=${held.refund}`);
  await expect(discussion(theirs)).toContainText("Nothing has been written yet.");

  await openQueue(page, held.refund, 1);
  await open(page, "Write a comment");
  await page.keyboard.type("The quarter is closed");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(messages(page)).toContainText([/commented.*The quarter is closed/]);
  await expect(messages(theirs)).toContainText(["The quarter is closed"]);
  await expect(page.getByRole("button", { name: "Write a comment" })).toBeFocused();

  // Who does not decide it comments, and asks no agent.
  await expect(theirs.getByRole("button", { name: "Ask the agent" })).toHaveCount(0);
  await open(theirs, "Write a comment");
  await field(theirs, "Comment").fill("Not in the books");
  await theirs.getByRole("button", { name: /^Comment/ }).click();
  await expect(messages(page)).toHaveCount(2);

  await open(page, "Ask the agent");
  await field(page, "Question to the agent").fill("Which order is it?");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(messages(page).last()).toContainText("The agent has not answered yet.");
  // Its row in the queue says so, too.
  await expect(rows(page)).toContainText(["1 open question"]);
  await expect(decision(page)).toContainText(/Discussion: 1\s+question without an answer/);

  const { items } = (await (await held.agent.get(`/api/v1/actions/${id}/questions`)).json()) as Questions;
  expect(items).toMatchObject([{ text: "Which order is it?", answer: null }]);
  const answered = await held.agent.post(`/api/v1/actions/${id}/questions/${items[0]?.id}/answer`, {
    data: { text: "A-41, the parcel of Monday\u202e" },
  });
  expect(answered.status()).toBe(201);
  for (const each of [page, theirs]) {
    await expect(messages(each).last()).toContainText("A-41, the parcel of Monday");
    await expect(messages(each).last()).toContainText("answered · not verified");
  }
  await expect(rows(page)).toContainText(["1 answer"]);
  await expect(decision(page)).toContainText(/Discussion: 1\s+answer/);
  // What came is evidence: it has to have been in sight before one can answer.
  await seen(page, id);
  await decision(page)
    .getByRole("button", { name: /^Discussion/ })
    .click();
  await expect(discussion(page)).toBeInViewport();
  expect(await held.read(id)).toMatchObject(undecided);
});

test("nothing that is typed into it decides, and what one has begun is kept", async ({ page }) => {
  const { id } = await held.askRefund(42);
  await openQueue(page, held.refund, 1);
  for (const [name, label] of [
    ["Write a comment", "Comment"],
    ["Ask the agent", "Question to the agent"],
  ] as const) {
    await open(page, name);
    await page.keyboard.type("a rare axe, exact; jack a", { delay: 5 });
    await expect(field(page, label)).toHaveValue("a rare axe, exact; jack a");
    // On its buttons, letters are no commands either.
    await page.keyboard.press("Tab");
    await page.keyboard.type("arexc", { delay: 5 });
    await page.keyboard.press("Escape");
    await expect(field(page, label)).toHaveCount(0);
    await expect(page.getByRole("button", { name })).toBeFocused();
    await expect(page.getByRole("button", { name })).toContainText("begun");
  }
  await expect(decision(page).getByRole("form")).toHaveCount(0);
  expect(await held.read(id)).toMatchObject({ ...undecided, claim: null });

  await page.reload();
  await open(page, "Write a comment");
  await expect(field(page, "Comment")).toHaveValue("a rare axe, exact; jack a");
  expect(((await (await held.agent.get(`/api/v1/actions/${id}/questions`)).json()) as Questions).items).toEqual([]);
});

test.describe("where an answer is lost on its way", () => {
  test.use({ allowedConsoleErrors: [/ERR_CONNECTION_RESET/] });

  test("nothing that one wrote is lost, and the same words are written once", async ({ page, context }) => {
    const { id } = await held.askRefund(43);
    await openQueue(page, held.refund, 1);
    await open(page, "Write a comment");
    await field(page, "Comment").fill("Once");
    // The answer is lost on its way, not the question.
    await context.route(
      `**/api/v1/actions/${id}/messages`,
      async (route) => {
        await route.fetch();
        await route.abort("connectionreset");
      },
      { times: 1 },
    );
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(discussionAlert(page)).toContainText("sent again as it is, it is written once", { ignoreCase: true });
    await expect(field(page, "Comment")).toHaveValue("Once");
    await field(page, "Comment").press("ControlOrMeta+Enter");
    await expect(field(page, "Comment")).toHaveCount(0);
    await expect(messages(page)).toHaveCount(1);
  });
});

test("a decided action keeps its discussion: people may go on, the agent is asked no more", async ({
  page,
  baseURL,
}) => {
  const action = await held.askScale(44);
  // The form is on its way until what is written has been sent: that counts when it comes.
  const formMayCome = await holdForm(page);
  await page.goto(`/approvals?action=${action.id}&type=${held.scale}`);
  await open(page, "Ask the agent");
  await page.keyboard.type("Why so many?");
  await page.keyboard.press("ControlOrMeta+Enter");
  formMayCome();
  await expect(messages(page)).toContainText(["Why so many?"]);
  await decideAs(baseURL, "supervisor@meridian.example", action, { decision: "reject", reason: { text: "Too many" } });
  await expect(messages(page)).toContainText(["The agent did not answer while it could."]);
  await expect(page.getByRole("button", { name: "Ask the agent" })).toHaveCount(0);
  await open(page, "Write a comment");
  await field(page, "Comment").fill(`For the record${"\n".repeat(1_500)}and on`);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(messages(page)).toHaveCount(2);
  // What one writes cannot put out of sight what stands below it.
  const heightOfLast = async () => (await messages(page).last().boundingBox())?.height;
  expect(await heightOfLast()).toBeLessThan(200);
  await messages(page).last().getByRole("button", { name: "Show all of it" }).click();
  expect(await heightOfLast()).toBeGreaterThan(10_000);
});

test("what was sent before its form had come is sent as what it was, and nothing else with it", async ({ page }) => {
  const { id } = await held.askScale(45);
  const formMayCome = await holdForm(page);
  await page.goto(`/approvals?action=${id}&type=${held.scale}`);
  await open(page, "Ask the agent");
  await page.keyboard.type("Half a question");
  await open(page, "Write a comment");
  await page.keyboard.type("A comment");
  await page.keyboard.press("ControlOrMeta+Enter");
  await open(page, "Ask the agent");
  formMayCome();
  await expect(page.getByRole("form", { name: "Question to the agent" })).toBeVisible();
  await expect(field(page, "Question to the agent")).toHaveValue("Half a question");
  await open(page, "Write a comment");
  await expect(field(page, "Comment")).toHaveValue("A comment");
  await expect(messages(page)).toHaveCount(0);
});
