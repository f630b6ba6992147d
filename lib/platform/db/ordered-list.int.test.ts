import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as typesRoute from "@/app/api/v1/action-types/route";
import * as agentsRoute from "@/app/api/v1/agents/route";
import * as peopleRoute from "@/app/api/v1/people/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { agentSorts } from "@/lib/agents/agent-sorts.rules";
import { typeSorts } from "@/lib/catalog/type-sorts.rules";
import { personSorts } from "@/lib/people/person-sorts.rules";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import type { ColumnSort } from "@/lib/platform/list-sort.rules";
import type { Route } from "@/lib/platform/http/define-route";
import { runSorts } from "@/lib/runs/run-sorts.rules";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";

type Item = Record<string, unknown>;
type Value = string | number | null;

interface List {
  path: string;
  route: Route | undefined;
  sorts: { names: readonly string[]; of: (name: never) => ColumnSort };
  /** Fills a world with rows of which many share each value, and tells their ids. */
  fill: (world: World) => Promise<string[]>;
  /** What each order goes by, as the answer shows it. */
  value: Record<string, (item: Item) => Value>;
}

const count = 23;
const numbers = Array.from({ length: count }, (_, n) => n);
const at = (n: number) => new Date(Date.UTC(2026, 10, 1) + n * 1_000);
/** Words that share beginnings and differ by case alone: an order by letters has to take them together. */
const word = (n: number, of = 5) => ["Alpha", "alpha", "Émile", "beta", "Zulu", "zulu 2", "10", "9"][n % of] ?? "";
const lower = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : null);
const time = (value: unknown) => (typeof value === "string" ? Date.parse(value) : null);

const lists: List[] = [
  {
    path: "runs",
    route: runsRoute.GET,
    sorts: runSorts,
    async fill(world) {
      const agent = await world.agent();
      const rows = numbers.map((n) => ({
        id: newId("run"),
        workspaceId: world.workspaceId,
        agentId: agent.id,
        keyId: agent.keyId,
        task: `${word(n)} ${"x".repeat(n % 2 === 0 ? 200 : 3)}`,
        tokenHash: Buffer.from(newId("run")),
        startedAt: at(n % 3),
        expiresAt: at(100_000),
        endedAt: n % 4 === 0 ? null : at(10 + (n % 3)),
      }));
      await db().run.createMany({ data: rows });
      return rows.map(({ id }) => id);
    },
    value: {
      started: (run) => time(run["startedAt"]),
      ended: (run) => time(run["endedAt"]),
      task: (run) => String(run["task"]).toLowerCase().slice(0, 100),
    },
  },
  {
    path: "agents",
    route: agentsRoute.GET,
    sorts: agentSorts,
    async fill(world) {
      const teams = await Promise.all(
        ["Blue", "amber"].map((name) =>
          db().team.create({ data: { id: newId("team"), workspaceId: world.workspaceId, name } }),
        ),
      );
      return Promise.all(
        numbers.map(async (n) => {
          const agent = await world.agent({ name: `${word(n, 8)} ${n}`, kind: ["finance", "care"][n % 2] ?? "" });
          await db().agent.update({ where: { id: agent.id }, data: { teamId: teams[n % 3]?.id ?? null } });
          await db().apiKey.update({
            where: { id: agent.keyId },
            data: { lastUsedAt: n % 4 === 0 ? null : at(n % 3), ...(n % 5 === 0 ? { revokedAt: at(0) } : {}) },
          });
          return agent.id;
        }),
      );
    },
    value: {
      name: (agent) => lower(agent["name"]),
      kind: (agent) => String(agent["kind"]),
      team: (agent) => lower((agent["team"] as { name: string } | null)?.name),
      keys: (agent) => Number(agent["activeKeys"]),
      used: (agent) => time(agent["lastUsedAt"]),
    },
  },
  {
    path: "people",
    route: peopleRoute.GET,
    sorts: personSorts,
    fill: (world) =>
      Promise.all(
        numbers.map(async (n) => {
          const { id } = await world.person((["viewer", "supervisor", "annotator"] as const)[n % 3] ?? "viewer");
          await db().person.update({ where: { id }, data: { name: word(n) } });
          if (n % 4 === 0)
            await db().membership.update({
              where: { workspaceId_personId: { workspaceId: world.workspaceId, personId: id } },
              data: { deactivatedAt: at(0) },
            });
          if (n % 5 !== 0)
            await db().session.createMany({
              data: [0, 1].map((back) => ({
                id: newId("session"),
                personId: id,
                method: "password",
                lastSeenAt: at((n % 3) - back),
                expiresAt: at(100_000),
              })),
            });
          return id;
        }),
      ),
    value: {
      name: (person) => lower(person["name"]),
      role: (person) => String(person["role"]),
      status: (person) => String(person["status"]),
      seen: (person) => time(person["lastSeenAt"]),
    },
  },
  {
    path: "action-types",
    route: typesRoute.GET,
    sorts: typeSorts,
    fill: (world) =>
      Promise.all(
        numbers.map(async (n) => {
          const id = await world.actionType(`${["pay", "move", "order"][n % 3]}_${n}`, {
            zone: "yellow",
            confidenceThreshold: [0.1, 0.85, 1][n % 3] ?? 0,
            reviewProbability: [0, 1 / 3][n % 2] ?? 0,
            decideWithinSeconds: [60, 3_600][n % 2] ?? 60,
          });
          await db().actionType.update({
            where: { id },
            data: {
              updatedAt: at(n % 3),
              ...(n % 4 === 0
                ? {}
                : { expectedCostAmount: ["9.5", "10", "100.2500"][n % 3] ?? "1", expectedCostCurrency: "EUR" }),
            },
          });
          return id;
        }),
      ),
    value: {
      title: (type) => String(type["name"]),
      threshold: (type) => Number(type["confidenceThreshold"]),
      within: (type) => Number(type["decideWithinSeconds"]),
      cost: (type) => (type["expectedCost"] ? Number((type["expectedCost"] as { amount: string }).amount) : null),
      review: (type) => Number(type["reviewProbability"]),
      version: (type) => time(type["updatedAt"]),
    },
  },
];

async function pages(list: List, token: string, query: Record<string, string>): Promise<Item[]> {
  const rows: Item[] = [];
  let cursor: string | null = null;
  do {
    const search = new URLSearchParams({ ...query, ...(cursor === null ? {} : { cursor }) }).toString();
    const { status, json } = await call(list.route, { token, path: `/api/v1/${list.path}?${search}` });
    expect([search, status]).toEqual([search, 200]);
    rows.push(...(json["items"] as Item[]));
    cursor = json["nextCursor"] as string | null;
  } while (cursor !== null && rows.length <= count * 3);
  return rows;
}

/** Whether a value may stand before another; nothing stands last both ways. */
function inOrder(a: Value, b: Value, direction: ColumnSort["direction"]): boolean {
  if (a === null || b === null) return b === null;
  return direction === "ascending" ? a <= b : a >= b;
}

describe.each(lists)("the list of $path", (list) => {
  it("shows every row exactly once, in every order it knows, whatever the size of a page and however many rows share a value", async () => {
    const world = await makeWorld();
    const ids = await list.fill(world);
    const { id, token } = await world.person("admin");
    if (list.path === "people") ids.push(id);
    // Another workspace's rows are in no order of this one.
    await list.fill(await makeWorld());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (limit) => {
        for (const sort of list.sorts.names) {
          const rows = await pages(list, token, { sort, limit: String(limit) });
          expect(rows.map((row) => String(row["id"])).toSorted(), `${sort} by ${limit}`).toEqual(ids.toSorted());
          const { columnId, direction } = list.sorts.of(sort as never);
          const values = rows.map((row) => list.value[columnId]?.(row) ?? null);
          expect(new Set(values).size, `${sort} has ties`).toBeGreaterThan(1);
          for (const [i, value] of values.slice(1).entries())
            expect(
              inOrder(values[i] ?? null, value, direction),
              `${sort} by ${limit}: ${values[i]} before ${value}`,
            ).toBe(true);
        }
      }),
      { numRuns: 3 },
    );
  }, 60_000);

  it("has the usual order for none, and refuses one it does not know, an empty one, and another order's cursor, by the field's name", async () => {
    const world = await makeWorld();
    await list.fill(world);
    const { token } = await world.person("admin");
    const ask = (search: string) => call(list.route, { token, path: `/api/v1/${list.path}?${search}` });
    const [usual = "", other = ""] = list.sorts.names;
    expect((await ask("limit=200")).json).toEqual((await ask(`limit=200&sort=${usual}`)).json);
    const cursor = String((await ask(`limit=3&sort=${usual}`)).json["nextCursor"]);
    for (const [search, field] of [
      ["sort=by_colour", "sort"],
      ["sort=", "sort"],
      [`sort=${other}&cursor=${cursor}`, "cursor"],
      ["cursor=abc", "cursor"],
    ] as const) {
      const { status, json } = await ask(search);
      expect([search, status, json["code"], (json["errors"] as { path: string }[])[0]?.path]).toEqual([
        search,
        400,
        "invalid_request",
        field,
      ]);
    }
  });
});
