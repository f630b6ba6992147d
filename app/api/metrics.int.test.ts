import parsePrometheus, { type MetricFamily } from "parse-prometheus-text-format";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { asSuperuser } from "@/lib/platform/db/testing/database";
import { forgetEnv } from "@/lib/platform/env";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import * as metricsRoute from "./metrics/route";

const token = "a-token-for-metrics";
const holder = globalThis as unknown as Record<symbol, { now: unknown } | undefined>;

beforeEach(() => {
  process.env.SIGNALBOX_METRICS_TOKEN = token;
  forgetEnv();
});
afterEach(() => {
  delete process.env.SIGNALBOX_METRICS_TOKEN;
  forgetEnv();
});

const scrape = () => call(metricsRoute.GET, { token, path: "/api/metrics" });

/** What a scraper understands of it. What the database said before is forgotten, so that this is now. */
async function families(): Promise<Map<string, MetricFamily>> {
  const reading = holder[Symbol.for("signalbox.metrics.reading")];
  if (reading) reading.now = undefined;
  const { text } = await scrape();
  return new Map(parsePrometheus(text).map((family) => [family.name, family]));
}

/** The value of one series; 0 where there is none yet. */
function valueOf(all: Map<string, MetricFamily>, name: string, labels: Record<string, string> = {}): number {
  const found = all
    .get(name)
    ?.metrics.find((metric) => Object.entries(labels).every(([label, value]) => metric.labels?.[label] === value));
  return Number(found?.value ?? 0);
}

describe("who may read metrics", () => {
  it("nobody, where no token is set", async () => {
    delete process.env.SIGNALBOX_METRICS_TOKEN;
    forgetEnv();
    const answer = await scrape();
    expect([answer.status, answer.json.code, answer.json.detail]).toEqual([
      404,
      "metrics_off",
      expect.stringContaining("SIGNALBOX_METRICS_TOKEN"),
    ]);
  });

  it("nobody with another token, an agent's and an administrator's among them", async () => {
    const world = await makeWorld();
    const others = [
      undefined,
      "",
      `${token}x`,
      token.slice(0, -1),
      (await world.agent()).key,
      (await world.person("admin")).token,
    ];
    for (const other of others) {
      const answer = await call(metricsRoute.GET, {
        path: "/api/metrics",
        ...(other === undefined ? {} : { token: other }),
      });
      expect([answer.status, answer.json.code], other).toEqual([401, "unauthenticated"]);
    }
  });

  it("whoever sends the token, in the format that scrapers read", async () => {
    const answer = await scrape();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

describe("what is told", () => {
  it("grows with what is asked, decided and stopped", async () => {
    const world = await makeWorld();
    await world.actionType("wire", { zone: "red" });
    await world.actionType("look", { zone: "green" });
    const agent = await world.agent();
    const person = await world.person("supervisor");
    const ask = async (action: string) =>
      (await call(actionsRoute.POST, { token: agent.key, body: { action, parameters: {}, confidence: 1 } })).json as {
        id: string;
        digest: string;
      };
    const before = await families();

    await ask("look");
    const rejected = await ask("wire");
    const cancelled = await ask("wire");
    await ask("wire");
    await call(actionsRoute.POST, { token: agent.key, body: {} });
    await call(decisionsRoute.POST, {
      token: person.token,
      params: { id: rejected.id },
      body: { decision: "reject", seenDigest: rejected.digest, reason: { text: "no" } },
    });
    await call(cancelRoute.POST, { token: agent.key, params: { id: cancelled.id }, body: {} });
    await call(stopsRoute.POST, {
      token: person.token,
      body: { scope: { type: "action", id: "wire" }, reason: "enough" },
    });

    const after = await families();
    const grown = (name: string, labels?: Record<string, string>) =>
      valueOf(after, name, labels) - valueOf(before, name, labels);
    expect(grown("signalbox_requests_total", { route: "askForAction", status: "201" })).toBe(4);
    expect(grown("signalbox_requests_total", { route: "askForAction", status: "400" })).toBe(1);
    expect(grown("signalbox_requests_total", { route: "decideAction" })).toBe(1);
    expect(grown("signalbox_verdicts_total", { zone: "green", status: "approved" })).toBe(1);
    expect(grown("signalbox_verdicts_total", { zone: "red", status: "pending" })).toBe(3);
    expect(grown("signalbox_decisions_total", { outcome: "reject", by: "person" })).toBe(1);
    expect(grown("signalbox_decisions_total", { outcome: "cancel", by: "agent" })).toBe(1);
    expect(grown("signalbox_decisions_total", { outcome: "approve", by: "policy" })).toBe(1);
    expect(grown("signalbox_pending_actions", { zone: "red" })).toBe(1);
    expect(valueOf(after, "signalbox_pending_oldest_seconds", { zone: "red" })).toBeGreaterThan(0);
    expect(grown("signalbox_stops_in_force", { scope: "action" })).toBe(1);
    const count = (all: Map<string, MetricFamily>) => Number(all.get("signalbox_gate_seconds")?.metrics[0]?.count ?? 0);
    expect(count(after) - count(before)).toBe(4);
    expect(valueOf(after, "signalbox_database_connections_max", { lane: "general" })).toBeGreaterThan(0);
    expect(valueOf(after, "signalbox_part_ok", { part: "database" })).toBe(1);
    expect(after.has("nodejs_eventloop_lag_p99_seconds")).toBe(true);
    // What is counted has few names, all of them ours: nothing that was sent in, no id, no path.
    const labels = [...after.values()].flatMap(({ name, metrics }) =>
      name.startsWith("signalbox_") ? metrics.flatMap((m) => Object.values(m.labels ?? {})) : [],
    );
    expect(
      labels.filter(
        (label) =>
          !/^[a-zA-Z0-9_.]+$/u.test(label) || label.includes(world.workspaceId) || /_[0-9a-z]{26}$/u.test(label),
      ),
    ).toEqual([]);
  });

  it("a decision whose transaction is taken back is not counted", async () => {
    const world = await makeWorld();
    await world.actionType("wire", { zone: "red" });
    const agent = await world.agent();
    const person = await world.person("supervisor");
    const { id, digest } = (
      await call(actionsRoute.POST, { token: agent.key, body: { action: "wire", parameters: {}, confidence: 1 } })
    ).json as { id: string; digest: string };
    const before = await families();
    await asSuperuser("ALTER TABLE approvals RENAME TO approvals_gone");
    const failed = await call(decisionsRoute.POST, {
      token: person.token,
      params: { id },
      body: { decision: "reject", seenDigest: digest, reason: { text: "no" } },
    });
    await asSuperuser("ALTER TABLE approvals_gone RENAME TO approvals");
    expect(failed.status).toBe(500);
    const labels = { outcome: "reject", by: "person" };
    expect(valueOf(await families(), "signalbox_decisions_total", labels)).toBe(
      valueOf(before, "signalbox_decisions_total", labels),
    );
  });

  it("leaves out what the database cannot say, and asks it no more than once in ten seconds", async () => {
    await families();
    await asSuperuser("ALTER TABLE stops RENAME TO stops_gone");
    try {
      expect((await scrape()).text).toContain('signalbox_part_ok{part="database"} 1');
      const all = await families();
      expect(valueOf(all, "signalbox_part_ok", { part: "database" })).toBe(0);
      expect(all.get("signalbox_pending_actions")?.metrics).toEqual([]);
    } finally {
      await asSuperuser("ALTER TABLE stops_gone RENAME TO stops");
    }
    expect(valueOf(await families(), "signalbox_part_ok", { part: "database" })).toBe(1);
  });
});
