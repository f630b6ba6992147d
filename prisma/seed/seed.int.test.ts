import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAllDecisions } from "@/lib/actions/covered.service";
import { digestOf } from "@/lib/actions/digest.rules";
import { compileParametersSchema } from "@/lib/catalog/parameters-validator";
import { demoPassword } from "@/lib/demo/stories/all";
import { meridian } from "@/lib/demo/stories/meridian";
import { northwind } from "@/lib/demo/stories/northwind";
import { interlocks } from "@/lib/gate/interlocks.rules";
import { agent } from "@/lib/keys/agent-auth.service";
import { closeDb, pool } from "@/lib/platform/db/client";
import { createTestDatabase } from "@/lib/platform/db/testing/database";
import { env, forgetEnv } from "@/lib/platform/env";
import { StepBudget } from "@/lib/platform/json-schema/step-budget.rules";
import { processWide } from "@/lib/platform/process-wide";
import { verifyPassword } from "@/lib/sessions/password.service";
import { historyActions } from "./history";
import { seed, seedDemoIfEmpty, seedScenario } from "./run";

const now = new Date("2026-11-20T14:00:00.000Z");
const one = async <T extends object>(sql: string, values: unknown[] = []): Promise<T> =>
  (await pool().query<T>(sql, values)).rows[0]!;
const many = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await pool().query<T>(sql, values)).rows;

afterAll(closeDb);

/** What a scenario says, without what must differ: secrets, salts, and ids of audit entries. */
async function content(): Promise<string[]> {
  const rows = await many<{ line: string }>(`
    SELECT 'actions ' || md5(string_agg(x::text, '|' ORDER BY id)) AS line FROM actions x
    UNION ALL SELECT 'decisions ' || md5(string_agg(x::text, '|' ORDER BY action_id)) AS line FROM decisions x
    UNION ALL SELECT 'permits ' || md5(string_agg(x::text, '|' ORDER BY action_id)) AS line FROM permits x
    UNION ALL SELECT 'outcomes ' || md5(string_agg(x::text, '|' ORDER BY action_id)) AS line FROM outcomes x
    UNION ALL SELECT 'approvals ' || md5(string_agg(x::text, '|' ORDER BY id)) AS line FROM approvals x
    UNION ALL SELECT 'runs ' || md5(string_agg(x::text, '|' ORDER BY id)) AS line FROM runs x
    UNION ALL SELECT 'action_types ' || md5(string_agg(x::text, '|' ORDER BY id)) AS line FROM action_types x
    UNION ALL SELECT 'workspaces ' || md5(string_agg(x::text, '|' ORDER BY id)) AS line FROM workspaces x
    UNION ALL SELECT 'audit ' || md5(string_agg(concat_ws(' ', workspace_id, at, event, actor_id, subject_id), '|' ORDER BY workspace_id, at, event, subject_id)) FROM audit_staged
    ORDER BY line`);
  return rows.map((r) => r.line);
}

describe("the demo", () => {
  beforeAll(async () => {
    expect(await seedDemoIfEmpty({ now })).toBe(true);
  }, 60_000);

  it("is seeded once: another start leaves it alone, and seeding it by name is refused with the reason", async () => {
    expect(await seedDemoIfEmpty({ now })).toBe(false);
    await expect(seedScenario("demo")).rejects.toThrow(/meridian and northwind exists already/);
    await expect(seedScenario("nonsense")).rejects.toThrow(/There are: empty, demo, long-queue, history/);
  });

  it("agrees with its log, row by row", async () => {
    const { checked, differing } = await checkAllDecisions();
    expect(checked).toBe((await one<{ n: number }>("SELECT count(*)::int AS n FROM actions")).n);
    expect(differing).toEqual([]);
    // None of the demo's entries has its number here, so each action is looked at closely.
  }, 90_000);

  it("has both workspaces with all nine people, who can sign in with the demo password", async () => {
    const people = await many<{ email: string; role: string; password_hash: string }>(
      "SELECT p.email, m.role, p.password_hash FROM memberships m JOIN people p ON p.id = m.person_id JOIN workspaces w ON w.id = m.workspace_id WHERE w.demo ORDER BY email",
    );
    const mailboxes = [
      "admin",
      "supervisor",
      "supervisor2",
      "governance",
      "reliability",
      "context",
      "finops",
      "annotator",
      "viewer",
    ];
    expect(people.map((p) => p.email)).toEqual(
      ["meridian", "northwind"].flatMap((slug) => mailboxes.map((m) => `${m}@${slug}.example`)).sort(),
    );
    expect(people.every((p) => p.role === p.email.split("@")[0]!.replace("2", ""))).toBe(true);
    expect(await verifyPassword(people[0]!.password_hash, demoPassword)).toBe(true);
    expect(await verifyPassword(people[0]!.password_hash, "something else")).toBe(false);
  });

  it("gives every action the digest of what is to be done, and permits and edits theirs", async () => {
    const actions = await many<Record<string, string & Record<string, unknown>>>(
      "SELECT a.*, p.digest AS permit FROM actions a LEFT JOIN permits p ON p.action_id = a.id",
    );
    expect(actions.length).toBeGreaterThan(500);
    for (const a of actions) {
      const behalf = a["on_behalf_of"] as unknown as { type: string; id: string } | null;
      const deed = {
        agentId: a["agent_id"]!,
        subjectId: behalf ? `${behalf.type}:${behalf.id}` : null,
        action: a["action"]!,
        typeVersion: a["type_version"] as unknown as number | null,
        resource: a["resource_type"] ? { type: a["resource_type"], id: a["resource_id"]! } : null,
      };
      expect(digestOf({ ...deed, parameters: a["parameters"]! })).toBe(a["digest"]);
      if (a["final_parameters"])
        expect(digestOf({ ...deed, parameters: a["final_parameters"] })).toBe(a["final_digest"]);
      if (a["permit"]) expect(a["permit"]).toBe(a["final_digest"]);
    }
  });

  it("follows the catalog's schemas in every declared action, edits included", async () => {
    const types = await many<{ workspace_id: string; name: string; parameters_schema: Record<string, unknown> }>(
      "SELECT * FROM action_types",
    );
    const validators = new Map(
      types.map((t) => [`${t.workspace_id}/${t.name}`, compileParametersSchema(t.parameters_schema)]),
    );
    const actions = await many<{
      workspace_id: string;
      action: string;
      type_version: number | null;
      parameters: unknown;
      final_parameters: unknown;
    }>("SELECT * FROM actions");
    const undeclared = new Set<string>();
    for (const a of actions) {
      const validate = validators.get(`${a.workspace_id}/${a.action}`);
      if (!validate) undeclared.add(a.action);
      else {
        expect(validate(a.parameters, new StepBudget(1e6)), a.action).toEqual([]);
        if (a.final_parameters) expect(validate(a.final_parameters, new StepBudget(1e6)), a.action).toEqual([]);
      }
    }
    expect([...undeclared].sort()).toEqual(["explain_test_result", "offer_discount"]);
  });

  it("keeps a schema's properties in the order in which people should read them", async () => {
    const { schema } = await one<{ schema: string }>(
      "SELECT parameters_schema::text AS schema FROM action_types WHERE name = 'scale_node_pool'",
    );
    const properties = Object.keys((JSON.parse(schema) as { properties: object }).properties);
    expect(properties).toEqual(["pool", "currentNodes", "nodeCount", "machineType", "drainFirst", "reason"]);
  });

  it("has one decision for each action that left pending, a permit for each approved one, and all interlocks' answers", async () => {
    const wrong = await many(`
      SELECT a.id, a.status, d.outcome FROM actions a LEFT JOIN decisions d ON d.action_id = a.id LEFT JOIN permits p ON p.action_id = a.id
        LEFT JOIN outcomes o ON o.action_id = a.id
      WHERE (a.status = 'pending') <> (d.action_id IS NULL)
         OR (a.status = 'approved') <> (p.action_id IS NOT NULL)
         OR (o.action_id IS NOT NULL AND (p.consumed_at IS NULL OR o.at < p.consumed_at OR o.status <> a.execution_status))
         OR (p.consumed_at IS NOT NULL) <> (a.execution_status IS NOT NULL)
         OR json_array_length(a.verdict->'interlocks') <> ${interlocks.length}
         OR a.decided_at IS DISTINCT FROM d.at`);
    expect(wrong).toEqual([]);
  });

  it("tells every change to the audit log exactly once, in the order of time", async () => {
    const wrong = await many(`
      SELECT a.id FROM actions a LEFT JOIN decisions d ON d.action_id = a.id LEFT JOIN permits p ON p.action_id = a.id LEFT JOIN outcomes o ON o.action_id = a.id
        LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE event = 'action.requested') AS asked, count(*) FILTER (WHERE event = 'action.decided') AS decided,
          count(*) FILTER (WHERE event = 'action.executed') AS executed, count(*) FILTER (WHERE event = 'action.outcome_reported') AS reported
          FROM audit_staged s WHERE s.subject_id = a.id) e ON true
      WHERE e.asked <> 1 OR e.decided <> (CASE WHEN d.by_type IS NULL OR d.by_type = 'policy' THEN 0 ELSE 1 END)
         OR e.executed <> (p.consumed_at IS NOT NULL)::int OR e.reported <> (o.action_id IS NOT NULL)::int`);
    expect(wrong).toEqual([]);
    const { disorder } = await one<{ disorder: string }>(
      "SELECT count(*) AS disorder FROM (SELECT at < lag(at) OVER (PARTITION BY workspace_id ORDER BY id) AS back FROM audit_staged) s WHERE back",
    );
    expect(Number(disorder)).toBe(0);
    const { missing } = await one<{ missing: string }>(
      "SELECT count(*) AS missing FROM audit_staged s WHERE convert_from(leaf, 'UTF8')::jsonb ? 'commitment' AND NOT EXISTS (SELECT FROM audit_private p WHERE p.entry_id = s.entry_id)",
    );
    expect(Number(missing)).toBe(0);
  });

  it("denies what was asked while a stop was pulled, and nothing of it ran", async () => {
    for (const { slug, stops } of [meridian, northwind]) {
      const { during, ran } = await one<{ during: string; ran: string }>(
        `SELECT count(*) AS during, count(*) FILTER (WHERE a.status <> 'denied') AS ran FROM actions a
         JOIN stops s ON s.workspace_id = a.workspace_id AND s.scope_id = a.agent_id AND a.created_at BETWEEN s.pulled_at AND s.rearmed_at
         JOIN workspaces w ON w.id = a.workspace_id WHERE w.slug = $1`,
        [slug],
      );
      expect(stops.length).toBe(1);
      expect(Number(during)).toBeGreaterThan(0);
      expect(Number(ran)).toBe(0);
    }
  });

  it("holds the set pieces when it opens, with time left to decide each", async () => {
    const held = await many<{ slug: string; sentence: string; left: number }>(
      "SELECT w.slug, a.sentence, extract(epoch FROM a.expires_at - $1::timestamptz)::float AS left FROM actions a JOIN workspaces w ON w.id = a.workspace_id WHERE a.status = 'pending'",
      [now],
    );
    const of = (slug: string) => held.filter((h) => h.slug === slug);
    expect(of("meridian").map((h) => h.sentence)).toEqual(
      expect.arrayContaining([
        "Scale node pool prod-a100 from 8 to 24 nodes of a2-highgpu-8g",
        "Merge #1184 into “production-network”: “Allow analytics vendor to reach shipments-db”",
        "Refund 412.00 EUR to order 88213, reason: “lost”",
      ]),
    );
    expect(of("meridian").length).toBeGreaterThanOrEqual(10);
    expect(of("northwind").length).toBeGreaterThanOrEqual(7);
    expect(of("meridian").length).toBeLessThan(25);
    expect(Math.min(...held.map((h) => h.left))).toBeGreaterThan(0);
  });

  it("lets no supervisor decide for an agent they registered", async () => {
    const own = await many(
      "SELECT v.id FROM approvals v JOIN actions a ON a.id = v.action_id JOIN agents g ON g.id = a.agent_id WHERE g.created_by_id = v.person_id",
    );
    expect(own).toEqual([]);
  });

  it("keeps the agents' keys in a file only the server's user can read, and they are let in", async () => {
    const path = join(env().SIGNALBOX_DATA_DIR, "demo-keys.json");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const keys = JSON.parse(readFileSync(path, "utf8")) as Record<string, Record<string, string>>;
    expect(Object.keys(keys["meridian"]!)).toEqual(meridian.stories.map((s) => s.agent.name));
    const caller = await agent("actions:write").authenticate(
      new Request("http://localhost/", { headers: { authorization: `Bearer ${keys["northwind"]!["stock-keeper"]!}` } }),
    );
    expect(caller?.agentName).toBe("stock-keeper");
  });

  it("is the same when told again from the same moment", async () => {
    const first = await content();
    const { settings } = await createTestDatabase();
    await closeDb();
    Object.assign(process.env, settings);
    forgetEnv();
    for (const name of ["db.connections", "pg.sequencer"])
      (globalThis as unknown as Record<symbol, unknown>)[Symbol.for(`signalbox.${name}`)] = undefined;
    expect(processWide("db.connections", () => undefined)).toBeUndefined();
    await seed("demo", { now });
    expect(await content()).toEqual(first);
  }, 60_000);
});

describe("the big scenarios", () => {
  it("long-queue holds every action, each judged and told", async () => {
    const told = await seed("long-queue", { now, size: 3_000 });
    expect(told).toContain("3000 pending actions");
    const counts = await one<Record<string, string>>(
      `SELECT count(*) AS all, count(*) FILTER (WHERE status = 'pending' AND effect = 'hold') AS held, count(DISTINCT a.id) AS ids,
      (SELECT count(*) FROM audit_staged s WHERE s.workspace_id = w.id AND event = 'action.requested') AS told, min(expires_at) > $1 AS open
      FROM actions a JOIN workspaces w ON w.id = a.workspace_id WHERE w.slug = 'long-queue' GROUP BY w.id`,
      [now],
    );
    expect(counts).toMatchObject({ all: "3000", held: "3000", ids: "3000", told: "3000", open: true });
    await expect(seed("long-queue", { now })).rejects.toThrow(/exists already/);
  }, 60_000);

  it("history writes exactly what its model says, all of it decided", async () => {
    await seed("history", { now, size: 4_000 });
    const counts = await one<Record<string, string>>(
      `SELECT count(*) AS all, count(*) FILTER (WHERE status = 'pending') AS pending, max(a.created_at) < $1 AS past,
      round(extract(epoch FROM max(a.created_at) - min(a.created_at)) / 86400) AS days FROM actions a JOIN workspaces w ON w.id = a.workspace_id WHERE w.slug = 'history'`,
      [now],
    );
    expect(counts).toMatchObject({ all: "4000", pending: "0", past: true, days: "90" });
    const modelled = [...historyActions(now, 4_000)].flat();
    const asked = await many<{ agent_name: string; confidence: number }>(
      "SELECT a.agent_name, a.confidence FROM actions a JOIN workspaces w ON w.id = a.workspace_id WHERE w.slug = 'history' ORDER BY a.created_at, a.id",
    );
    const count = (rows: { agent: string }[]) =>
      meridian.stories.map(({ agent: { name } }) => `${name} ${rows.filter((r) => r.agent === name).length}`);
    expect(count(asked.map((a) => ({ agent: a.agent_name })))).toEqual(count(modelled.map((m) => m.action)));
  }, 60_000);

  it("empty is one workspace with an administrator, whose password is random and works nowhere else", async () => {
    const told = await seed("empty", { now });
    const password = /password (\S+) \(/.exec(told)![1]!;
    const row = await one<{ demo: boolean; password_hash: string; people: string; actions: string }>(
      `SELECT w.demo, p.password_hash, count(*) OVER () AS people, (SELECT count(*) FROM actions a WHERE a.workspace_id = w.id) AS actions
       FROM workspaces w JOIN memberships m ON m.workspace_id = w.id JOIN people p ON p.id = m.person_id WHERE w.slug = 'main'`,
    );
    expect(row).toMatchObject({ demo: false, people: "1", actions: "0" });
    expect(await verifyPassword(row.password_hash, password)).toBe(true);
    expect(await verifyPassword(row.password_hash, demoPassword)).toBe(false);
  });
});
