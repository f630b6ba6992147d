import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { signedInBrowser } from "@/lib/sign-in/testing/browser";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { manifest } from "./manifest";

// What every read of the API refuses, whichever it is.

const reads = manifest.flatMap(({ path, module }) =>
  module.GET?.definition ? [{ path, route: module.GET, definition: module.GET.definition }] : [],
);
type Read = (typeof reads)[number];

/** Calls it as somebody whom it lets in. */
let ask: (read: Read, options: { path?: string; params?: Record<string, string> }) => ReturnType<typeof call>;
let strangers: Record<string, string>;

beforeAll(async () => {
  const world = await makeWorld();
  const browser = await signedInBrowser((await world.person("admin")).id);
  const agent = await world.agent();
  ask = ({ route, definition }, options) => {
    const { permission, session, cookieOnly } = definition.auth.describe;
    const isForPeople = permission !== undefined || session === true || cookieOnly === true;
    return isForPeople ? browser.send(route, options) : call(route, { token: agent.key, ...options });
  };
  const other = await makeWorld();
  strangers = { people: (await other.person("viewer")).id, agents: (await other.agent()).id };
});

const filters = reads.flatMap((read) =>
  read.definition.query instanceof z.ZodObject
    ? Object.keys(read.definition.query.shape).map((name) => ({ name, read, title: `${read.path}?${name}=` }))
    : [],
);

const paramsOf = (path: string, value: string) =>
  Object.fromEntries([...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => [name ?? "", value]));

describe("a filter that is sent without a value", () => {
  it.each(filters)("is refused: $title", async ({ name, read }) => {
    for (const value of ["", "%20"]) {
      const { status, json } = await ask(read, {
        path: `${read.path}?${name}=${value}`,
        params: paramsOf(read.path, "1"),
      });
      // The workspace is looked for before anything else is read.
      if (name === "workspace" && status === 404) continue;
      expect({ status, json }).toMatchObject({
        status: 400,
        json: {
          code: "invalid_request",
          errors: expect.arrayContaining([expect.objectContaining({ path: name })]) as unknown,
        },
      });
    }
  });
});

describe("what belongs to something of another workspace", () => {
  it.each(reads.filter(({ path }) => path.includes("{id}")))("does not exist: $path", async (read) => {
    const id = strangers[read.path.split("/")[3] ?? ""] ?? "nowhere";
    const { status, json } = await ask(read, { path: read.path, params: paramsOf(read.path, id) });
    expect({ status, json }).toMatchObject({ status: 404, json: { code: "not_found" } });
  });
});
