import type { Page } from "@playwright/test";
import { seenAfterMs } from "@/lib/approvals/answer-guard.rules";
import { apiAs } from "./agent-access";
import { openQueue } from "./approvals-page";
import { heldActions, signInAs } from "./held-actions";

/** What the page itself saw, on one clock: noted by listeners of the test's own, before the page's script runs. */
interface Seen {
  /** Every change of the evidence's heading, from the frame in which it was painted. */
  painted: { atMs: number; text: string | null }[];
  /** Those that may be an answer: A where no text is written, and the chord that sends a form. */
  keys: { atMs: number; key: string; inDialog: boolean }[];
  sent: { atMs: number; path: string; body: string }[];
}

interface Decided {
  /** Of the action that an answer was sent for. */
  actionId: string;
  decision: string;
  /** What was painted when the key of the answer went down, and for how long. */
  painted: string | null;
  forMs: number;
  key: string;
  inDialog: boolean;
}

interface RandomKeys {
  presses: number;
  decided: Decided[];
  /** Answers to several at once: each confirmed in its dialog, or not. */
  together: { key: string; inDialog: boolean }[];
  errors: string[];
}

/** Typed where no form is open, they are commands; none goes to another page (G and a letter), where there is nothing to answer. */
const words = ["bad amount", "axe a cab", "as asked, ja", "jack asks anew"];
const single = [
  "j",
  "j",
  "j",
  "k",
  "a",
  "a",
  "a",
  "a",
  "r",
  "e",
  "x",
  "c",
  "u",
  "f",
  "n",
  "p",
  "z",
  ".",
  "Space",
  "Shift+J",
  "Escape",
  "Escape",
  "ArrowDown",
  "ArrowUp",
];

/** Numbers that look random and come again for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** To be called before the page is opened. */
async function observe(page: Page): Promise<void> {
  // Node's loader (tsx, by esbuild's keepNames) names functions through a helper that stands in the file, not in the page.
  await page.addInitScript({ content: "globalThis.__name ??= (named) => named;" });
  await page.addInitScript(() => {
    const seen: Seen = { painted: [], keys: [], sent: [] };
    (window as unknown as { seen: Seen }).seen = seen;
    const heading = () => document.querySelector("article[aria-label=Evidence] h2")?.textContent ?? null;
    let last: string | null = null;
    requestAnimationFrame(function look(atMs) {
      const text = heading();
      if (text !== last) seen.painted.push({ atMs, text });
      last = text;
      requestAnimationFrame(look);
    });
    const note = ({ timeStamp: atMs, key, target, ctrlKey }: KeyboardEvent) => {
      const inText =
        target instanceof Element && target.closest("textarea, input:not([type=checkbox], [type=radio])") !== null;
      const name = ctrlKey ? `mod+${key}` : key;
      if (name === "mod+Enter" || (name === "a" && !inText))
        seen.keys.push({
          atMs,
          key: name,
          inDialog: target instanceof Element && target.closest("[role=dialog]") !== null,
        });
    };
    window.addEventListener("keydown", note, { capture: true });
    const send = window.fetch;
    window.fetch = (input, init) => {
      const path = typeof input === "string" ? input : input instanceof URL ? input.pathname : input.url;
      if (init?.method === "POST" && path.endsWith("/decisions"))
        seen.sent.push({ atMs: performance.now(), path, body: typeof init.body === "string" ? init.body : "" });
      return send(input, init);
    };
  });
}

/**
 * Presses allowed keys at random on the queue that is open, as fast as a person and faster, and tells what stood on the screen when
 * the key of each answer went down.
 */
async function pressAtRandom(page: Page, forMs: number, random: () => number): Promise<RandomKeys> {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  let presses = 0;
  const until = Date.now() + forMs;
  const answered = () => page.evaluate(() => (window as unknown as { seen: Seen }).seen.sent.length > 0);
  // A run without an answer shows nothing: it may take up to three times as long.
  while (Date.now() < until || (Date.now() < until + 2 * forMs && !(await answered()))) {
    const inhuman = random() < 0.5;
    const key = pick(single);
    await page.keyboard.press(key);
    presses += 1;
    if (["r", "e", "x"].includes(key) || random() < 0.05) {
      const text = pick(words);
      await page.keyboard.type(text, { delay: inhuman ? 0 : 30 });
      presses += text.length;
      if (random() < 0.6) await page.waitForTimeout(inhuman ? random() * 300 : 700);
      await page.keyboard.press(random() < 0.7 ? "Control+Enter" : "Escape");
      presses += 1;
      if (random() < 0.5) await page.keyboard.press("Escape");
    }
    await page.waitForTimeout(inhuman ? random() * 120 : 200 + random() * 900);
  }
  const seen = await page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  return { presses, errors, ...answersIn(seen) };
}

function answersIn({ painted, keys, sent }: Seen): Pick<RandomKeys, "decided" | "together"> {
  const decided: Decided[] = [];
  const together: RandomKeys["together"] = [];
  for (const { atMs, path, body } of sent) {
    const key = keys.findLast((each) => each.atMs <= atMs);
    const actionId = /\/actions\/([^/]+)\/decisions$/u.exec(path)?.[1];
    if (actionId === undefined) together.push({ key: key?.key ?? "none", inDialog: key?.inDialog ?? false });
    else {
      const shown = key && painted.findLast((each) => each.atMs <= key.atMs);
      const { decision } = JSON.parse(body) as { decision: string };
      decided.push({
        actionId,
        decision,
        painted: shown?.text ?? null,
        forMs: key && shown ? key.atMs - shown.atMs : -1,
        key: key?.key ?? "none",
        inDialog: key?.inDialog ?? false,
      });
    }
  }
  return { decided, together };
}

/** A frame is stamped when it begins, and what it paints is seen at its end. */
const frameMs = 34;

/** Every way in which the answers differ from what was seen, as sentences; none where all is well. @param sentences of the actions, by id */
function differences({ decided, together, errors }: RandomKeys, sentences: ReadonlyMap<string, string>): string[] {
  return [
    ...errors.map((error) => `the page threw: ${error}`),
    ...decided.flatMap((each) => {
      const what = `${each.decision} of ${sentences.get(each.actionId) ?? each.actionId} by ${each.key}`;
      if (each.painted !== sentences.get(each.actionId)) return [`${what}, while "${each.painted}" was painted`];
      if (each.forMs < seenAfterMs - frameMs) return [`${what}, ${Math.round(each.forMs)} ms after it was painted`];
      if (each.decision !== "approve" && each.key !== "mod+Enter") return [`${what}: not confirmed`];
      return each.key === "a" || each.key === "mod+Enter" ? [] : [`${what}: no key for an answer`];
    }),
    ...together
      .filter(({ key, inDialog }) => key !== "mod+Enter" || !inDialog)
      .map(({ key }) => `an answer to several, sent by ${key} outside its dialog`),
  ];
}

export interface LiveQueue {
  page: Page;
  /** The server that the page is open on, and the one that everybody else uses. */
  mine: string;
  others: string;
  forMs: number;
  random: () => number;
}

/**
 * A page with keys pressed at random, on a queue that changes all the while: an agent asks, a colleague decides and claims, time runs out.
 *
 * @returns what differs between the answers that left the page and what was seen, as sentences, and how many answers there were
 */
export async function pressOnLiveQueue({
  page,
  mine,
  others,
  forMs,
  random,
}: LiveQueue): Promise<{ wrong: string[]; answers: number; presses: number }> {
  const held = await heldActions(others, { decideWithinSeconds: 60 });
  const colleague = await apiAs(others, "supervisor2@meridian.example");
  const sentences = new Map<string, string>();
  let asked = 0;
  async function ask(): Promise<void> {
    const { id, sentence } = await held.askRefund((asked += 1));
    sentences.set(id, sentence);
  }
  for (let i = 0; i < 12; i += 1) await ask();
  await signInAs(page.context(), mine, "supervisor@meridian.example");
  await observe(page);
  // So many of one agent and type are one line, until it is unfolded.
  await openQueue(page, held.refund, 1, mine);
  await page.keyboard.press("f");

  let going = true;
  async function change(): Promise<void> {
    while (going) {
      await ask();
      const { items } = (await (
        await colleague.get(`/api/v1/actions?action=${held.refund}&status=pending&limit=20`)
      ).json()) as { items: { id: string; digest: string }[] };
      const one = items[Math.floor(random() * items.length)];
      // Refused where somebody was first: that is what is looked for.
      if (one)
        await colleague.post(`/api/v1/actions/${one.id}/${random() < 0.5 ? "decisions" : "claim"}`, {
          data: { decision: "reject", seenDigest: one.digest, reason: { code: "not_needed" } },
        });
      await page.waitForTimeout(300);
    }
  }
  const changes = change();
  const report = await pressAtRandom(page, forMs, random);
  going = false;
  await changes;
  // Typed words are commands, too: some lead to what else waits.
  for (const { actionId } of report.decided)
    if (!sentences.has(actionId)) {
      const other = (await (await colleague.get(`/api/v1/actions/${actionId}`)).json()) as { sentence: string };
      sentences.set(actionId, other.sentence);
    }
  await colleague.dispose();
  await held.dispose();
  return { wrong: differences(report, sentences), answers: report.decided.length, presses: report.presses };
}
