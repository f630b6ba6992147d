import { describe, expect, it } from "vitest";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { encodeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/db/client";
import { maxPageBytes } from "@/lib/platform/page-weight";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

interface Listed {
  items: { sentence: string }[];
  nextCursor: string | null;
}

const minutes = (n: number) => new Date(Math.ceil(Date.now() / 1000) * 1000 + n * 60_000).toISOString();

describe("the queue", () => {
  it("is red before yellow before green, then what expires first, then what costs most, page after page", async () => {
    const world = await makeWorld();
    for (const zone of ["red", "yellow", "green"] as const)
      await world.actionType(`do_${zone}`, { zone, decideWithinSeconds: 86_400 });
    const agent = await world.agent();
    const [soon, later] = [minutes(20), minutes(40)];
    const asked: [zone: string, deadline: string, amount: string | null][] = [
      ["green", soon, "900"],
      ["red", later, null],
      ["yellow", soon, "1"],
      ["red", soon, "9.5"],
      ["red", soon, null],
      ["red", later, "70"],
      ["red", soon, "1000"],
      ["yellow", later, "5000"],
    ];
    for (const [zone, deadline, amount] of asked) {
      const body = {
        action: `do_${zone}`,
        parameters: {},
        deadline,
        metadata: {},
        ...(amount ? { estimatedCost: { amount, currency: "EUR" } } : {}),
        resource: { type: deadline === soon ? "soon" : "later", id: amount ?? "none" },
      };
      expect((await call(actionsRoute.POST, { token: agent.key, path: "/api/v1/actions", body })).json["status"]).toBe(
        "pending",
      );
    }
    const { token } = await world.person("supervisor");
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/api/v1/actions?sort=queue&limit=3${cursor ? `&cursor=${cursor}` : ""}`;
      const page = (await call(actionsRoute.GET, { token, path })).json as unknown as Listed;
      seen.push(
        ...page.items.map(({ sentence }) => sentence.replace(/[“”]/gu, "").replace(/^do_(\w+) on (\w+) /u, "$1 $2 ")),
      );
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([
      "red soon 1000",
      "red soon 9.5",
      "red soon none",
      "red later 70",
      "red later none",
      "yellow soon 1",
      "yellow later 5000",
      "green soon 900",
    ]);

    const forged = async (sort: string, ...keys: (string | number)[]) =>
      (await call(actionsRoute.GET, { token, path: `/api/v1/actions?sort=${sort}&cursor=${encodeCursor(keys)}` }))
        .status;
    const faulty = [
      await forged("queue", 0, soon, "1; drop", "act_1"),
      await forged("queue", 40_000, soon, "1", "act_1"),
      await forged("queue", 0, "0000-01-01T00:00:00.000Z", "1", "act_1"),
      await forged("newest", "0000-01-01T00:00:00.000Z", "act_1"),
      await forged("newest", "2026-02-30T00:00:00.000Z", "act_1"),
    ];
    expect(faulty).toEqual(faulty.map(() => 400));
    const atTheBounds = [
      await forged("queue", 32_767, "9999-12-31T23:59:59.999Z", `${"9".repeat(20)}.${"9".repeat(10)}`, "x".repeat(500)),
      await forged("queue", -32_767, "0001-01-01T00:00:00.000Z", `-${"9".repeat(20)}`, ""),
      await forged("newest", "0001-01-01T00:00:00.000Z", "\ufffd"),
    ];
    expect(atTheBounds).toEqual(atTheBounds.map(() => 200));
  });
});

describe("a page of large actions", () => {
  it("ends before it is larger than a server should hold, and the next goes on where it ended", async () => {
    const world = await makeWorld();
    await world.actionType("write", { zone: "red" });
    const agent = await world.agent();
    const asked: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const body = {
        action: "write",
        parameters: { n, text: "x".repeat(240_000) },
        reasoning: { summary: "y".repeat(2_000) },
      };
      asked.push(
        String((await call(actionsRoute.POST, { token: agent.key, path: "/api/v1/actions", body })).json["id"]),
      );
    }
    const { token } = await world.person("viewer");
    for (const sort of ["queue", "newest", "oldest"]) {
      const pages: string[][] = [];
      let cursor: string | null = null;
      do {
        const path: string = `/api/v1/actions?sort=${sort}&limit=200${cursor ? `&cursor=${cursor}` : ""}`;
        const { text, json } = await call(actionsRoute.GET, { token, path });
        // The last row may cross the line, and each row holds its parameters twice.
        expect(text.length).toBeLessThan(2 * (maxPageBytes + 300_000));
        pages.push((json["items"] as { id: string }[]).map(({ id }) => id));
        cursor = json["nextCursor"] as string | null;
      } while (cursor);
      expect(pages.length, sort).toBeGreaterThan(1);
      expect(pages.flat().toSorted(), sort).toEqual(asked.toSorted());
    }
  });
});

describe("numbers with large exponents", () => {
  it("are kept and read in the bytes in which they came, parameters, metadata and results alike", async () => {
    const world = await makeWorld();
    await world.actionType("write", { zone: "green", confidenceThreshold: 0 });
    const agent = await world.agent();
    const large = { list: Array.from({ length: 20_000 }, () => 1e308) };
    const asked = (
      await call(actionsRoute.POST, {
        token: agent.key,
        path: "/api/v1/actions",
        body: { action: "write", parameters: large, metadata: large },
      })
    ).json;
    const params = { id: String(asked["id"]) };
    const started = await call(executionsRoute.POST, { token: agent.key, params, body: { digest: asked["digest"] } });
    expect(started.json["parameters"]).toEqual(large);
    await call(outcomeRoute.POST, {
      token: agent.key,
      params,
      body: { status: "succeeded", result: large, usage: large },
    });
    const sent = JSON.stringify(large).length;
    const [row] = await db().$queryRaw<{ bytes: number[] }[]>`
      SELECT ARRAY[octet_length(a.parameters::text), octet_length(a.final_parameters::text), octet_length(a.metadata::text), octet_length(o.result::text), octet_length(o.usage::text)] AS bytes
      FROM actions a JOIN outcomes o ON o.action_id = a.id WHERE a.id = ${params.id}`;
    // A space or two may stand between the members; every digit that was not sent would be 300 times as much.
    for (const bytes of row?.bytes ?? [Infinity]) expect(bytes).toBeLessThanOrEqual(sent * 1.3);
    const private_ = await db().$queryRaw<
      { bytes: number }[]
    >`SELECT max(octet_length(body::text)) AS bytes FROM audit_private WHERE workspace_id = ${world.workspaceId}`;
    expect(private_[0]?.bytes).toBeLessThanOrEqual(sent * 1.3 + 100);
    const { token } = await world.person("viewer");
    const page = await call(actionsRoute.GET, { token, path: "/api/v1/actions" });
    expect(page.status).toBe(200);
    expect((page.json["items"] as { metadata: unknown }[])[0]?.metadata).toEqual(large);
  });
});

describe("each row knows its weight", () => {
  it("as it is answered: what was asked, what it was edited to, and what came of it", async () => {
    const world = await makeWorld();
    await world.actionType("write", { zone: "green", confidenceThreshold: 0 });
    const agent = await world.agent();
    const asked = (
      await call(actionsRoute.POST, {
        token: agent.key,
        body: { action: "write", parameters: { text: "x".repeat(100_000) } },
      })
    ).json;
    const params = { id: String(asked["id"]) };
    await call(executionsRoute.POST, { token: agent.key, params, body: { digest: asked["digest"] } });
    await call(outcomeRoute.POST, {
      token: agent.key,
      params,
      body: { status: "succeeded", result: "y".repeat(50_000) },
    });
    const answered = (await call(actionsRoute.GET, { token: agent.key, path: "/api/v1/actions" })).text.length;
    const [row] = await db().$queryRaw<
      { weight: number }[]
    >`SELECT a.weight + o.weight AS weight FROM actions a JOIN outcomes o ON o.action_id = a.id WHERE a.id = ${params.id}`;
    expect(Math.abs((row?.weight ?? 0) - answered)).toBeLessThan(5_000);
  });

  it("and those of before, which do not, are weighed when they are listed: one that is huge comes alone and hides no other", async () => {
    const world = await makeWorld();
    await world.actionType("write", { zone: "red" });
    const agent = await world.agent();
    const ids: string[] = [];
    for (let n = 0; n < 4; n++)
      ids.push(
        String(
          (await call(actionsRoute.POST, { token: agent.key, body: { action: "write", parameters: { n } } })).json[
            "id"
          ],
        ),
      );
    const huge = JSON.stringify({ list: ["z".repeat(2 * maxPageBytes)] });
    await db().$executeRaw`UPDATE actions SET metadata = ${huge}::json WHERE id = ${ids[1]}`;
    await db().$executeRaw`UPDATE actions SET weight = NULL WHERE workspace_id = ${world.workspaceId}`;
    const { token } = await world.person("viewer");
    const pages: string[][] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/api/v1/actions?sort=queue&limit=200${cursor ? `&cursor=${cursor}` : ""}`;
      const { status, json } = await call(actionsRoute.GET, { token, path });
      expect(status).toBe(200);
      pages.push((json["items"] as { id: string }[]).map(({ id }) => id));
      cursor = json["nextCursor"] as string | null;
    } while (cursor);
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2)]);
  });
});
