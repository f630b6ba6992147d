import { type Browser, type Page, request } from "@playwright/test";
import { apiAs, newAgentKey } from "@/e2e/support/agent-access";
import { routes } from "@/lib/platform/routes";
import { median, ms, type Figure } from "./figures";

const email = "admin@meridian.example";
const allowedMs = 500;
const openings = 20;

const ordinary = "ordinary";
/** What an agent may ask for that is large in one way each. */
const kinds: Readonly<Record<string, { words: string; parameters: object }>> = {
  [ordinary]: {
    words: "an ordinary one (six values)",
    parameters: {
      order: "A-1",
      amount: 12.5,
      reason: "late",
      express: true,
      note: "The parcel came a day late.",
      tags: ["a", "b"],
    },
  },
  newlines: {
    words: "a value of 3,000 line breaks",
    parameters: { aa_note: `Routine${"\n".repeat(3_000)}`, zz_command: "rm -rf /srv/production" },
  },
  long: { words: "a value of 250,000 characters", parameters: { text: "y".repeat(250_000) } },
  many: {
    words: "8,000 parameters",
    parameters: Object.fromEntries(Array.from({ length: 8_000 }, (_, at) => [`p${at}`, at])),
  },
  nested: { words: "346 nested values", parameters: nestedValues(346) },
};

function nestedValues(leaves: number): object {
  const groups = Array.from({ length: Math.ceil(leaves / 10) }, (_, at) =>
    Array.from({ length: Math.min(10, leaves - at * 10) }, (_unused, leaf) => [`v${leaf}`, at * 10 + leaf]),
  );
  return {
    spec: Object.fromEntries(
      groups.map((members, at) => [`group${at}`, { inner: Object.fromEntries(members) as object }]),
    ),
  };
}

/** From the press on a row of the queue until its evidence is painted, for actions of any size, in turns with an ordinary one. */
export async function benchOpening(browser: Browser, url: string): Promise<Figure[]> {
  const admin = await apiAs(url, email);
  const ids = await askAll(url);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies((await admin.storageState()).cookies);
  await context.addInitScript({ content: pressAndWatch });
  const page = await context.newPage();
  await page.goto(`${url}${routes.approvals()}?view=all&type=opened`);
  await page.locator(`[data-row="${ids.get(ordinary) ?? ""}"]`).waitFor();
  // What is fetched ahead, and by the page itself after it was drawn, is no part of an opening.
  await page.waitForTimeout(2_000);
  const taken = new Map(Object.keys(kinds).map((kind): [string, number[]] => [kind, []]));
  const others = Object.keys(kinds).filter((kind) => kind !== ordinary);
  for (let i = 0; i < openings; i++) {
    for (const kind of others) {
      taken.get(kind)?.push(await opened(page, ids.get(kind) ?? "", kind));
      const floor = await opened(page, ids.get(ordinary) ?? "", ordinary);
      if (kind === others[0]) taken.get(ordinary)?.push(floor);
    }
  }
  await context.close();
  await admin.dispose();
  return [...taken].map(([kind, values]) => {
    const typical = median(values);
    return {
      name: `opening ${kinds[kind]?.words ?? kind}, median of ${values.length}`,
      value: `${ms(typical)} (slowest ${ms(Math.max(...values))})`,
      target: `≤ ${allowedMs} ms`,
      met: typical <= allowedMs,
    };
  });
}

async function askAll(url: string): Promise<Map<string, string>> {
  const admin = await apiAs(url, email);
  await admin.post("/api/v1/action-types", {
    data: { name: "opened", zone: "red", title: "Open", parametersSchema: { type: "object" } },
  });
  const { key } = await newAgentKey(admin, "opener");
  const agent = await request.newContext({ baseURL: url, extraHTTPHeaders: { Authorization: `Bearer ${key}` } });
  const ids = new Map<string, string>();
  for (const [kind, { parameters }] of Object.entries(kinds)) {
    const answer = await agent.post("/api/v1/actions", {
      data: { action: "opened", parameters, resource: { type: "size", id: kind } },
    });
    if (answer.status() !== 201) throw new Error(await answer.text());
    ids.set(kind, String(((await answer.json()) as { id: string }).id));
  }
  await agent.dispose();
  await admin.dispose();
  return ids;
}

/** In the page: presses a row and resolves when its evidence stands in a frame, in milliseconds. As text: what compiles this file would add to it. */
const pressAndWatch = `
window.signalboxOpen = (id, kind) => new Promise((resolve) => {
  const start = performance.now();
  const isThere = () => {
    const evidence = document.querySelector('article[aria-label="Evidence"]');
    return evidence?.querySelector("h2")?.textContent.includes(kind) && [...evidence.querySelectorAll("caption")].some((caption) => caption.textContent === "What will run" && caption.parentElement.querySelector("[data-path]"));
  };
  const look = () => requestAnimationFrame(isThere() ? () => resolve(performance.now() - start) : look);
  document.querySelector('[data-row="' + id + '"]').click();
  look();
});`;

async function opened(page: Page, id: string, kind: string): Promise<number> {
  const took = await page.evaluate(
    ([row, words]) =>
      (window as unknown as { signalboxOpen: (id: string, kind: string) => Promise<number> }).signalboxOpen(row, words),
    [id, kind] as const,
  );
  // What comes with it later (presence, what is next) ends before the next is pressed.
  await page.waitForTimeout(400);
  return took;
}
