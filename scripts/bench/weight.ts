import { type APIRequestContext, request } from "@playwright/test";
import { apiAs } from "@/e2e/support/agent-access";
import { api, routes } from "@/lib/platform/routes";
import { seedScenario } from "@/prisma/seed/run";
import type { ServerProcess } from "../testing/stack";
import type { Figure } from "./figures";

const allowedKilobytes = 200;
/** Wherever the page names a script: in a tag, in a hint, or in the data from which the browser wakes it. */
const scripts = /\/_next\/(static\/chunks\/[\w.~-]+\.js)|"(static\/chunks\/[\w.~-]+\.js)/gu;
/** For browsers that are too old for the rest; no other fetches it. */
const oldBrowsers = /<script[^>]*\bnomodule\b[^>]*>/giu;

/** What a browser fetches of script before a page can be used: every page of the console, as the running server draws it. */
export async function benchWeight(server: ServerProcess): Promise<Figure[]> {
  await seedScenario("demo");
  const admin = await apiAs(server.url, "admin@meridian.example");
  const stranger = await request.newContext({ baseURL: server.url });
  const sizes = new Map<string, number>();
  const figures: Figure[] = [];
  try {
    for (const path of [routes.signIn(), routes.join("sbi_none")])
      figures.push(figureOf(path, await weigh(stranger, path, sizes)));
    for (const path of await pages(admin)) figures.push(figureOf(path, await weigh(admin, path, sizes)));
  } finally {
    await admin.dispose();
    await stranger.dispose();
  }
  return figures.sort(
    (a, b) => Number(a.met) - Number(b.met) || Number.parseFloat(b.value) - Number.parseFloat(a.value),
  );
}

/** Every page; of those that show one thing, the first there is. */
async function pages(admin: APIRequestContext): Promise<string[]> {
  const first = async <T>(list: string): Promise<T> => {
    const { items } = (await (await admin.get(`${list}?limit=1`)).json()) as { items: T[] };
    const [item] = items;
    if (item === undefined) throw new Error(`${list} is empty`);
    return item;
  };
  const agent = await first<{ id: string }>(api.agents());
  const run = await first<{ id: string }>(api.runs());
  const type = await first<{ name: string }>(api.actionTypes());
  const entry = await first<{ seq: number }>(api.audit());
  return [
    routes.board(),
    routes.approvals(),
    routes.actions(),
    routes.runs(),
    routes.run(run.id),
    routes.agents(),
    routes.agent(agent.id),
    routes.catalog(),
    routes.actionType(type.name),
    routes.newActionType(),
    routes.audit(),
    routes.auditEntry(entry.seq),
    routes.people(),
    routes.teams(),
    routes.settings(),
    routes.account(),
    routes.apiDocs(),
  ];
}

async function weigh(reader: APIRequestContext, path: string, sizes: Map<string, number>): Promise<number> {
  const page = await reader.get(path);
  if (page.status() !== 200) throw new Error(`${path} answered ${page.status()}`);
  let bytes = 0;
  for (const source of scriptsOf(await page.text())) {
    const known = sizes.get(source) ?? (await sent(reader, source));
    sizes.set(source, known);
    bytes += known;
  }
  return bytes / 1000;
}

/** Bytes on the wire, as a browser gets them over TLS. */
async function sent(reader: APIRequestContext, source: string): Promise<number> {
  const answer = await reader.get(source, { headers: { "Accept-Encoding": "gzip, deflate, br" } });
  const { "content-encoding": encoding, "content-length": length } = answer.headers();
  if (encoding !== "br" || length === undefined) throw new Error(`${source} is not sent compressed with Brotli`);
  return Number(length);
}

function scriptsOf(html: string): Set<string> {
  const found = [...html.replaceAll(oldBrowsers, "").replaceAll('\\"', '"').matchAll(scripts)].map(
    ([, inTag, inData]) => `/_next/${inTag ?? inData}`,
  );
  if (found.length === 0) throw new Error("a page without scripts: the way of finding them is out of date");
  return new Set(found);
}

function figureOf(path: string, kilobytes: number): Figure {
  const page = path.replace(/\?.*$/u, "").replace(/(?<=^\/(?:runs|agents|catalog|audit)\/)(?!new$).+$/u, "…");
  return {
    name: `script of ${page}, compressed`,
    value: `${kilobytes.toFixed(1)} kB`,
    target: `≤ ${allowedKilobytes} kB`,
    met: kilobytes <= allowedKilobytes,
  };
}
