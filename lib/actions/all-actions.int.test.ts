import { describe, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { encodeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/db/client";
import { roles } from "@/lib/platform/permissions.rules";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

interface Asked {
  id: string;
  digest: string;
  status: string;
}

/** A workspace with actions of many fates, each under the name by which the tests call it. */
async function fates() {
  const world = await makeWorld();
  await world.actionType("look", { zone: "green", confidenceThreshold: 0 });
  await world.actionType("pay", { zone: "red" });
  const [one, other] = [await world.agent({ name: "Ledger" }), await world.agent({ name: "Depot", kind: "storage" })];
  const [anna, ben] = [await world.person("supervisor"), await world.person("supervisor")];
  const names = new Map<string, string>();
  async function ask(name: string, key: string, action: string, more: object = {}): Promise<Asked> {
    const { status, json } = await call(actionsRoute.POST, {
      token: key,
      body: { action, parameters: { name }, ...more },
    });
    expect([status, name]).toEqual([201, name]);
    names.set(String(json["id"]), name);
    return json as unknown as Asked;
  }
  const decide = async (token: string, { id, digest }: Asked, decision: object) => {
    expect(
      (
        await call(decisionsRoute.POST, {
          token,
          params: { id },
          body: { seenDigest: digest, reason: { text: "As the ledger says." }, ...decision },
        })
      ).status,
    ).toBe(200);
  };
  const report = async (key: string, { id }: Asked, status: string) => {
    const params = { id };
    const [row] = await db().$queryRaw<{ digest: string }[]>`SELECT digest FROM permits WHERE action_id = ${id}`;
    expect((await call(executionsRoute.POST, { token: key, params, body: { digest: row?.digest } })).status).toBe(200);
    expect((await call(outcomeRoute.POST, { token: key, params, body: { status } })).status).toBe(200);
  };
  const euros = (amount: string) => ({ estimatedCost: { amount, currency: "EUR" } });
  const done = await ask("done", one.key, "look", { confidence: 0.9, ...euros("10") });
  await report(one.key, done, "succeeded");
  const broken = await ask("broken", other.key, "look", { confidence: 0.4, ...euros("9.5") });
  await report(other.key, broken, "failed");
  const approved = await ask("approved", one.key, "pay", { confidence: 0.7, ...euros("1000") });
  await decide(anna.token, approved, { decision: "approve" });
  const edited = await ask("edited", one.key, "pay", { estimatedCost: { amount: "250", currency: "USD" } });
  await decide(ben.token, edited, { decision: "edit", parameters: { name: "changed" } });
  const rejected = await ask("rejected", other.key, "pay", { confidence: 0.7 });
  await decide(anna.token, rejected, { decision: "reject" });
  await ask("waiting", other.key, "pay", { confidence: 0.123456789012345, ...euros("70") });
  const list = async (token: string, query: string) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { status, json } = await call(actionsRoute.GET, {
        token,
        path: `/api/v1/actions?limit=2${query}${cursor === null ? "" : `&cursor=${cursor}`}`,
      });
      expect([status, query]).toEqual([200, query]);
      seen.push(...(json["items"] as { id: string }[]).map(({ id }) => names.get(id) ?? id));
      cursor = json["nextCursor"] as string | null;
    } while (cursor !== null);
    return seen;
  };
  return { world, one, other, anna, ben, list };
}

describe("the list of all actions", () => {
  it("is narrowed by who decided, how, what came of it, cost and days, alone and together, page after page", async () => {
    const { one, other, anna, ben, list } = await fates();
    const of = (query: string) => list(anna.token, query);
    expect(await of("")).toEqual(["waiting", "rejected", "edited", "approved", "broken", "done"]);
    expect(await of(`&decidedById=${anna.id}`)).toEqual(["rejected", "approved"]);
    expect(await of(`&decidedById=${ben.id}`)).toEqual(["edited"]);
    expect(await of(`&decidedById=${anna.id}&status=approved`)).toEqual(["approved"]);
    expect(await of("&outcome=approve")).toEqual(["approved", "broken", "done"]);
    expect(await of("&outcome=edit,reject")).toEqual(["rejected", "edited"]);
    expect(await of("&executionStatus=failed,lost")).toEqual(["broken"]);
    expect(await of("&executionStatus=succeeded")).toEqual(["done"]);
    expect(await of("&minCost=70")).toEqual(["waiting", "edited", "approved"]);
    expect(await of("&minCost=9.51&currency=EUR")).toEqual(["waiting", "approved", "done"]);
    expect(await of("&currency=USD")).toEqual(["edited"]);
    expect(await of(`&agentId=${other.id}&zone=red`)).toEqual(["waiting", "rejected"]);
    expect(await of(`&agentId=${one.id}&action=look`)).toEqual(["done"]);
    expect(await of("&kind=storage&status=pending")).toEqual(["waiting"]);
    const [tomorrow, yesterday] = [new Date(Date.now() + 86_400_000), new Date(Date.now() - 86_400_000)].map((at) =>
      at.toISOString(),
    );
    expect(await of(`&createdBefore=${tomorrow}`)).toHaveLength(6);
    expect(await of(`&createdBefore=${yesterday}`)).toEqual([]);
  });

  it("is ordered by cost and by confidence, either way, and what has none is last both times", async () => {
    const { anna, list } = await fates();
    const of = (sort: string, more = "") => list(anna.token, `&sort=${sort}${more}`);
    expect(await of("highest_cost")).toEqual(["approved", "edited", "waiting", "done", "broken", "rejected"]);
    expect(await of("lowest_cost")).toEqual(["broken", "done", "waiting", "edited", "approved", "rejected"]);
    expect(await of("highest_confidence")).toEqual(["done", "rejected", "approved", "broken", "waiting", "edited"]);
    expect(await of("lowest_confidence")).toEqual(["waiting", "broken", "approved", "rejected", "done", "edited"]);
    expect(await of("highest_cost", "&zone=red")).toEqual(["approved", "edited", "waiting", "rejected"]);
    expect(await of("lowest_cost", "&q=nothing of the kind")).toEqual([]);
  });

  it("of values that few have goes on through those without, missing and repeating none, whatever the page", async () => {
    const world = await makeWorld();
    await world.actionType("look", { zone: "green", confidenceThreshold: 0 });
    const { key } = await world.agent();
    const costs = ["3", null, "3", null, null, "0", "3", null, "12.25"];
    for (const amount of costs)
      await call(actionsRoute.POST, {
        token: key,
        body: {
          action: "look",
          parameters: {},
          confidence: 1,
          ...(amount ? { estimatedCost: { amount, currency: "EUR" } } : {}),
        },
      });
    const { token } = await world.person("viewer");
    for (const [sort, expected] of [
      ["highest_cost", ["12.25", "3", "3", "3", "0"]],
      ["lowest_cost", ["0", "3", "3", "3", "12.25"]],
    ] as const) {
      for (const limit of [1, 2, 3, 5, 9, 50]) {
        const rows: { id: string; estimatedCost: { amount: string } | null }[] = [];
        let cursor: string | null = null;
        do {
          const page = (
            await call(actionsRoute.GET, {
              token,
              path: `/api/v1/actions?sort=${sort}&limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`,
            })
          ).json as unknown as { items: typeof rows; nextCursor: string | null };
          rows.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor);
        expect(new Set(rows.map(({ id }) => id)).size, `${sort} by ${limit}`).toBe(costs.length);
        expect(
          rows.map(({ estimatedCost }) => estimatedCost?.amount ?? null),
          `${sort} by ${limit}`,
        ).toEqual([...expected, null, null, null, null]);
      }
    }
  });

  it("is every role's to read, of their own workspace only, and an agent's of its own actions", async () => {
    const { world, one, list } = await fates();
    for (const role of roles)
      expect(await list((await world.person(role)).token, "&sort=highest_cost"), role).toHaveLength(6);
    expect(await list((await (await makeWorld()).person("admin")).token, "&sort=highest_cost")).toEqual([]);
    expect(await list(one.key, "&sort=highest_cost")).toEqual(["approved", "edited", "done"]);
    expect(await list(one.key, "&outcome=reject")).toEqual([]);
  });

  it("refuses with 400 what is no amount, no currency, no moment, no order, and a cursor of another order", async () => {
    const { token } = await (await makeWorld()).person("viewer");
    const at = new Date().toISOString();
    const faulty = [
      ["minCost=1e5", "minCost"],
      ["minCost=-1", "minCost"],
      ["currency=euro", "currency"],
      ["createdBefore=soon", "createdBefore"],
      ["outcome=applaud", "outcome.0"],
      ["executionStatus=failed,blue", "executionStatus.1"],
      ["sort=highest_colour", "sort"],
      [`sort=highest_cost&cursor=${encodeCursor([at, "act_1"])}`, "cursor"],
      [`sort=highest_cost&cursor=${encodeCursor([0.5, at, "act_1"])}`, "cursor"],
      [`sort=lowest_confidence&cursor=${encodeCursor(["0.5", at, "act_1"])}`, "cursor"],
      [`sort=lowest_confidence&cursor=${encodeCursor([2, at, "act_1"])}`, "cursor"],
      [`sort=newest&cursor=${encodeCursor(["", at, "act_1"])}`, "cursor"],
    ] as const;
    for (const [query, path] of faulty) {
      const { status, json } = await call(actionsRoute.GET, { token, path: `/api/v1/actions?${query}` });
      expect([query, status, json["code"]]).toEqual([query, 400, "invalid_request"]);
      expect(
        (json["errors"] as { path: string }[]).map((fault) => fault.path),
        query,
      ).toContain(path);
    }
  });
});
