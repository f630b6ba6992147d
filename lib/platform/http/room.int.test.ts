import { createServer } from "node:http";
import { Client } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import * as healthRoute from "@/app/api/health/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as exportRoute from "@/app/api/v1/audit/export/route";
import * as auditRoute from "@/app/api/v1/audit/route";
import * as meRoute from "@/app/api/v1/me/route";
import * as rearmRoute from "@/app/api/v1/stops/[id]/rearm/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import * as streamRoute from "@/app/api/v1/stream/route";
import { startSequencer } from "@/lib/audit/sequencer-loop.service";
import { newToken } from "@/lib/platform/credentials/token-format";
import { closeDb, pool } from "@/lib/platform/db/client";
import { currentLane } from "@/lib/platform/db/lane";
import { urlOfRole } from "@/lib/platform/db/testing/database";
import { env, forgetEnv } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { checkPassword } from "@/lib/sign-in/sign-in.service";
import { type Answer, call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { onReservedLane } from "./room";
import { forStranger } from "./strangers";

Object.assign(process.env, { SIGNALBOX_DB_POOL: "4", SIGNALBOX_STRANGERS_PER_MINUTE: "200" });
forgetEnv();
afterAll(() => closeDb());

// Where the server process runs, it says in a header whose connection it is.
Object.assign(globalThis, { [Symbol.for("signalbox.http-server")]: createServer() });
const from = (address: string) => ({ "x-signalbox-peer": address });

/** Every connection of the general pool, held by a transaction that does not end before the test does. */
async function exhaustGeneralPool(): Promise<() => Promise<void>> {
  const clients = await Promise.all(Array.from({ length: env().SIGNALBOX_DB_POOL }, () => pool().connect()));
  for (const client of clients) await client.query("BEGIN");
  return async () => {
    for (const client of clients) await client.query("ROLLBACK");
    for (const client of clients) client.release();
  };
}

describe("with every general connection in use", () => {
  it("a stop is pulled, seen and re-armed by people whose credential was never used here, a permit is used, health answers; the rest waits its turn", async () => {
    const world = await makeWorld();
    await world.actionType("pay");
    const [agent, supervisor, reliability] = [
      await world.agent(),
      await world.person("supervisor"),
      await world.person("reliability"),
    ];
    const { json: allowed } = await call(actionsRoute.POST, {
      token: agent.key,
      body: { action: "pay", parameters: {}, confidence: 1 },
    });
    const release = await exhaustGeneralPool();
    let restAnswered = false;
    let rest: Promise<Answer> | undefined;
    try {
      rest = call(meRoute.GET, { token: supervisor.token }).finally(() => (restAnswered = true));
      const params = { id: allowed["id"] as string };
      const used = await call(executionsRoute.POST, {
        token: agent.key,
        params,
        body: { digest: (allowed["permit"] as { digest: string }).digest },
      });
      expect(used.json).toMatchObject({ actionId: params.id });
      const pulled = await call(stopsRoute.POST, {
        token: supervisor.token,
        body: { scope: { type: "workspace" }, reason: "r" },
        headers: { "Idempotency-Key": "one" },
      });
      expect(pulled.status).toBe(201);
      expect((await call(stopsRoute.GET, { token: reliability.token })).json).toMatchObject({
        items: [{ id: pulled.json["id"] }],
      });
      expect(
        (
          await call(rearmRoute.POST, {
            token: reliability.token,
            params: { id: pulled.json["id"] as string },
            body: { reason: "r" },
          })
        ).status,
      ).toBe(200);
      expect((await call(healthRoute.GET)).json).toMatchObject({ database: "ok" });
      expect(restAnswered).toBe(false);
    } finally {
      await release();
    }
    expect((await rest)?.status).toBe(200);
  });

  it("one caller has two of a lane's connections at most: what they send beyond goes the general way", async () => {
    const lanes: string[] = [];
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const work = () => {
      lanes.push(currentLane());
      return ended;
    };
    const all = [
      onReservedLane("stop", "a", work),
      onReservedLane("stop", "a", work),
      onReservedLane("stop", "a", work),
      onReservedLane("stop", "b", work),
    ];
    expect(lanes).toEqual(["stop", "stop", "general", "stop"]);
    end();
    await Promise.all(all);
    await onReservedLane("stop", "a", work);
    expect(lanes.at(-1)).toBe("stop");
  });
});

/** How often each status came, and the code that came with a refusal. */
function tally(answers: Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, json } of answers) {
    const name = status < 300 ? String(status) : `${status} ${String(json["code"])}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe("expensive reads", () => {
  it("of one caller: one is done, sixteen wait, the others are told 429 and when to come back; another's is done meanwhile, and a stop", async () => {
    const world = await makeWorld();
    const [auditor, other, supervisor] = [
      await world.person("governance"),
      await world.person("governance"),
      await world.person("supervisor"),
    ];
    await call(meRoute.GET, { token: auditor.token });
    const search = (token: string) => call(auditRoute.GET, { token, path: "/api/v1/audit?q=nothing" });
    const flood = Array.from({ length: 60 }, () => search(auditor.token));
    const [stop, others] = await Promise.all([
      call(stopsRoute.POST, { token: supervisor.token, body: { scope: { type: "workspace" }, reason: "r" } }),
      search(other.token),
    ]);
    expect([stop.status, others.status]).toEqual([201, 200]);
    const answers = await Promise.all(flood);
    // On a slow machine some that wait are told 503 in the end.
    const { 200: done = 0, "503 busy": gaveUp = 0, ...others429 } = tally(answers);
    expect(others429).toEqual({ "429 too_many_at_once": 43 });
    expect(done).toBeGreaterThan(0);
    expect(done + gaveUp).toBe(17);
    expect(answers.find(({ status }) => status === 429)?.headers.get("Retry-After")).toBe("1");
    expect((await search(auditor.token)).status).toBe(200);
  });

  it("that are streamed keep their turn until the stream has ended, or its reader has gone", async () => {
    const world = await makeWorld();
    const [auditor, agent] = [await world.person("governance"), await world.agent()];
    await world.actionType("pay");
    const stopSequencer = startSequencer();
    await call(actionsRoute.POST, { token: agent.key, body: { action: "pay", parameters: {}, confidence: 1 } });
    const open = (gone: AbortSignal) =>
      exportRoute.GET(
        new Request("http://localhost:3000/api/v1/audit/export", {
          headers: { Authorization: `Bearer ${auditor.token}` },
          signal: gone,
        }),
        { params: Promise.resolve({}) },
      );
    const never = new AbortController().signal;
    const first = await open(never);
    expect(first.status).toBe(200);
    const leaver = new AbortController();
    const second = open(leaver.signal);
    const search = call(auditRoute.GET, { token: auditor.token });
    expect(
      await Promise.race([second, search, new Promise((resolve) => setTimeout(() => resolve("waits"), 300))]),
    ).toBe("waits");
    expect(await first.text()).toContain("signalbox-log@v1");
    expect((await second).status).toBe(200);
    leaver.abort();
    expect((await search).status).toBe(200);
    await stopSequencer();
  });
});

describe("batches", () => {
  it("of one caller are worked on two at a time; another's is begun meanwhile", async () => {
    const world = await makeWorld();
    await world.actionType("pay");
    const [agent, other, viewer] = [await world.agent(), await world.agent(), await world.person("viewer")];
    const batch = (key: string) =>
      call(batchRoute.POST, { token: key, body: { actions: [{ action: "pay", parameters: {}, confidence: 1 }] } });
    // Whoever has begun stands before the commit, and is counted there.
    const holder = new Client({ connectionString: urlOfRole("superuser") });
    await holder.connect();
    await holder.query("SELECT pg_advisory_lock(epoch_lock_key($1))", [world.workspaceId]);
    const begun = async () =>
      (
        await holder.query<{ n: number }>(
          "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
        )
      ).rows[0]?.n;
    const batches = Array.from({ length: 12 }, () => batch(agent.key));
    await expect.poll(begun).toBe(2);
    batches.push(batch(other.key));
    await expect.poll(begun).toBe(3);
    // Time for the others to begin, if they could: there is a connection left.
    for (let i = 0; i < 5; i++) expect((await call(meRoute.GET, { token: viewer.token })).status).toBe(200);
    expect(await begun()).toBe(3);
    await holder.end();
    expect(new Set((await Promise.all(batches)).map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe("batches that arrive slowly", () => {
  it("hold nobody's turn: another's is answered meanwhile", async () => {
    const world = await makeWorld();
    await world.actionType("pay");
    const other = await world.agent();
    const endings: (() => void)[] = [];
    const never = (key: string) =>
      batchRoute.POST(
        new Request("http://localhost/api/v1/actions/batch", {
          method: "POST",
          headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
          body: new ReadableStream({ start: (body) => endings.push(() => body.error(new Error("gone"))) }),
          duplex: "half",
        } as RequestInit),
        { params: Promise.resolve({}) },
      );
    const slow = (await Promise.all([world.agent(), world.agent(), world.agent()])).flatMap(({ key }) => [
      never(key),
      never(key),
    ]);
    await expect.poll(() => endings.length).toBe(6);
    expect(
      (
        await call(batchRoute.POST, {
          token: other.key,
          body: { actions: [{ action: "pay", parameters: {}, confidence: 1 }] },
        })
      ).status,
    ).toBe(200);
    for (const end of endings) end();
    await Promise.all(slow);
  });
});

describe("event streams", () => {
  it("are bounded for each caller: the 65th is told 429 too_many_streams and when to come back; another caller has a place, and who closes one gets it again", async () => {
    const world = await makeWorld();
    const [agent, other] = [await world.agent(), await world.agent()];
    const open = (token: string) =>
      streamRoute.GET(
        new Request("http://localhost:3000/api/v1/stream", { headers: { Authorization: `Bearer ${token}` } }),
        { params: Promise.resolve({}) },
      );
    const streams = await Promise.all(Array.from({ length: 64 }, () => open(agent.key)));
    expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await open(agent.key);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: "too_many_streams" });
    expect(refused.headers.get("Retry-After")).toBe("10");
    const elsewhere = await open(other.key);
    expect(elsewhere.status).toBe(200);
    await streams[0]?.body?.cancel();
    const again = await open(agent.key);
    expect(again.status).toBe(200);
    for (const { body } of [...streams.slice(1), elsewhere, again]) await body?.cancel();
  });
});

describe("strangers", () => {
  it("with bad keys are looked up until their address has used up its minute; who was let in from there before goes on, and everybody elsewhere", async () => {
    const world = await makeWorld();
    const [known, fresh] = [await world.person("supervisor"), await world.person("supervisor")];
    const headers = from("203.0.113.7");
    expect((await call(meRoute.GET, { token: known.token, headers })).status).toBe(200);
    const answers: Answer[] = [];
    for (let i = 0; i < 210; i++) answers.push(await call(actionsRoute.GET, { token: newToken("sbx"), headers }));
    expect(tally(answers)).toEqual({ "401 invalid_key": 200, "429 rate_limited": 10 });
    expect(Number(answers.at(-1)?.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect((await call(meRoute.GET, { token: known.token, headers })).status).toBe(200);
    expect((await call(meRoute.GET, { token: fresh.token, headers: from("203.0.113.8") })).status).toBe(200);
    const another = await world.person("supervisor");
    expect((await call(meRoute.GET, { token: another.token, headers })).json).toMatchObject({ code: "rate_limited" });
    expect(
      (
        await call(stopsRoute.POST, {
          token: another.token,
          body: { scope: { type: "workspace" }, reason: "r" },
          headers,
        })
      ).status,
    ).toBe(201);
  });

  it("that sign in in a flood: a few are tried, some wait, the others are told 429; a stop passes meanwhile", async () => {
    const world = await makeWorld();
    const supervisor = await world.person("supervisor");
    const signIn = () =>
      new Request("http://localhost:3000/api/auth/callback/password", { headers: from("203.0.113.9") });
    const attempt = (i: number) =>
      forStranger(signIn(), () =>
        checkPassword(`nobody${i}@example.test`, "wrong", { address: "203.0.113.9", browser: undefined }),
      );
    const flood = Promise.allSettled(Array.from({ length: 60 }, (_, i) => attempt(i)));
    const stop = await call(stopsRoute.POST, {
      token: supervisor.token,
      body: { scope: { type: "workspace" }, reason: "r" },
      headers: from("203.0.113.9"),
    });
    expect(stop.status).toBe(201);
    const refused = (await flood).flatMap((tried) => (tried.status === "rejected" ? [tried.reason as unknown] : []));
    // Two are tried at a time, and sixteen wait: on a slow machine some of those until they are told 503.
    const codes = refused.map((reason) => (reason instanceof AppError ? reason.code : String(reason)));
    expect(codes.filter((code) => code === "too_many_at_once")).toHaveLength(60 - 18);
    expect(codes.filter((code) => code !== "too_many_at_once" && code !== "busy")).toEqual([]);
    expect(codes.length).toBeLessThan(60);
  });
});
