import { describe, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as exportRoute from "@/app/api/v1/actions/export/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { db } from "@/lib/platform/db/client";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { roles } from "@/lib/platform/permissions.rules";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { exportActions } from "./action-export.views";
import { ActionQuery } from "./action.schemas";

/** The records of a file, by the names of its first line, read as RFC 4180 says; decoding has taken the byte order mark. */
function recordsOf(file: string): Record<string, string>[] {
  const lines: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted, plain, end] of file.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r\n)/gu)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end !== "\r\n") continue;
    lines.push(cells);
    cells = [];
  }
  const [names = [], ...records] = lines;
  for (const record of records) expect(record).toHaveLength(names.length);
  return records.map((record) => Object.fromEntries(names.map((name, i) => [name, record[i] ?? ""])));
}

const file = (token: string, query = "") => call(exportRoute.GET, { token, path: `/api/v1/actions/export${query}` });

async function asking(world: World, name?: string) {
  await world.actionType("pay", { zone: "red" });
  const agent = await world.agent(name === undefined ? {} : { name });
  const ask = async (parameters: object, more: object = {}) =>
    (await call(actionsRoute.POST, { token: agent.key, body: { action: "pay", parameters, ...more } })).json as {
      id: string;
      digest: string;
    };
  return { agent, ask };
}

/** As many again as said, each like the first but for its id and the moment it was asked. */
async function manyMore(workspaceId: string, count: number) {
  await db().$executeRaw`
    INSERT INTO actions SELECT (jsonb_populate_record(a, jsonb_build_object('id', a.id || '_' || n, 'created_at', a.created_at - n * interval '1 second', 'cost_amount', n % 7))).*
    FROM actions a, generate_series(1, ${count}::int) n WHERE a.workspace_id = ${workspaceId}`;
}

describe("the export of actions", () => {
  it("tells who asked for what, what was decided by whom and why, and never as a formula", async () => {
    const world = await makeWorld();
    const hostile = '=HYPERLINK("http://evil.example","Pay")';
    const { ask } = await asking(world, hostile);
    const { id, digest } = await ask(
      {},
      {
        resource: { type: "account", id: "@SUM(A1:A9)" },
        confidence: 0.25,
        estimatedCost: { amount: "12.50", currency: "EUR" },
        jurisdiction: "-2+3",
      },
    );
    const decider = await world.person("supervisor");
    const reason = "\t=1+1, because; =2\n-said the ledger";
    expect(
      (
        await call(decisionsRoute.POST, {
          token: decider.token,
          params: { id },
          body: { decision: "reject", seenDigest: digest, reason: { text: reason } },
        })
      ).status,
    ).toBe(200);
    const { status, headers, text } = await file((await world.person("viewer")).token, "?status=denied");
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8; header=present"]);
    expect(headers.get("content-disposition")).toMatch(
      new RegExp(`^attachment; filename="${world.slug}-actions-\\d{4}-\\d\\d-\\d\\d\\.csv"$`),
    );
    const [record, ...others] = recordsOf(text);
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      id,
      status: "denied",
      outcome: "reject",
      zone: "red",
      decidedByType: "person",
      decidedById: decider.id,
      agentName: `'${hostile}`,
      resourceId: "'@SUM(A1:A9)",
      confidence: "0.25",
      estimatedCost: "12.5000",
      estimatedCostCurrency: "EUR",
      jurisdiction: "'-2+3",
      result: "",
      runId: "",
    });
    expect(record?.["reason"]?.replaceAll("'", "")).toBe(reason.trim());
    for (const piece of text.split(/[,;\t\r\n]/u)) expect(piece).not.toMatch(/^["\s]*[=+@-]/u);
  });

  it("is streamed: thousands come in their order, in parts of some hundreds, missing and repeating none", async () => {
    const world = await makeWorld();
    const { ask } = await asking(world);
    await ask({ n: 1 }, { estimatedCost: { amount: "3", currency: "EUR" } });
    await manyMore(world.workspaceId, 5_000);
    const { token } = await world.person("viewer");
    for (const [sort, key] of [
      ["newest", "askedAt"],
      ["highest_cost", "estimatedCost"],
    ] as const) {
      const records = recordsOf((await file(token, `?sort=${sort}`)).text);
      expect(records, sort).toHaveLength(5_001);
      expect(new Set(records.map(({ id }) => id)).size, sort).toBe(5_001);
      const keys = records.map((record) => record[key] ?? "");
      expect(keys, sort).toEqual(keys.toSorted().toReversed());
    }
    const response = await exportRoute.GET(
      new Request("http://localhost:3000/api/v1/actions/export", { headers: { Authorization: `Bearer ${token}` } }),
      { params: Promise.resolve({}) },
    );
    let [parts, longest] = [0, 0];
    const decoder = new TextDecoder();
    for await (const part of response.body ?? []) {
      if (parts === 0) expect([...part.slice(0, 3)], "a spreadsheet takes it for UTF-8").toEqual([0xef, 0xbb, 0xbf]);
      parts += 1;
      longest = Math.max(longest, decoder.decode(part).split("\r\n").length);
    }
    expect(parts).toBeGreaterThan(10);
    expect(longest).toBeLessThan(600);
  });

  it("stops reading when its reader goes, and breaks off when their access ends", async () => {
    const world = await makeWorld();
    const { ask } = await asking(world);
    await ask({ n: 1 });
    await manyMore(world.workspaceId, 3_000);
    const caller = { kind: "person", workspaceId: world.workspaceId, personId: "per_1" } as PersonCaller;
    let asked = 0;
    const reader = exportActions(caller, ActionQuery.parse({}), () => Promise.resolve(void (asked += 1))).getReader();
    await reader.read();
    await reader.cancel();
    const then = asked;
    expect((await reader.read()).done).toBe(true);
    expect(asked).toBe(then);
    expect(then).toBeLessThan(3);

    const { id, token } = await world.person("viewer");
    const response = await exportRoute.GET(
      new Request("http://localhost:3000/api/v1/actions/export", { headers: { Authorization: `Bearer ${token}` } }),
      { params: Promise.resolve({}) },
    );
    const broken = response.body?.getReader();
    await broken?.read();
    await db().membership.update({
      where: { workspaceId_personId: { workspaceId: world.workspaceId, personId: id } },
      data: { deactivatedAt: new Date() },
    });
    const readOn = async () => {
      while ((await broken?.read())?.done === false) continue;
    };
    await expect(readOn()).rejects.toThrow();
  });

  it("is every role's, of their own workspace only, and no agent's; what the list refuses it refuses", async () => {
    const world = await makeWorld();
    const { agent, ask } = await asking(world);
    const { id } = await ask({ n: 1 });
    for (const role of roles)
      expect(
        recordsOf((await file((await world.person(role)).token)).text).map((record) => record["id"]),
        role,
      ).toEqual([id]);
    const { token } = await (await makeWorld()).person("admin");
    expect(recordsOf((await file(token)).text)).toEqual([]);
    expect((await file(agent.key)).status).toBe(403);
    for (const query of ["?limit=5", "?cursor=abc", "?minCost=much", "?sort=colour", "?status="])
      expect([query, (await file(token, query)).status]).toEqual([query, 400]);
  });
});
