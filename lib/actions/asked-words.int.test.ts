import { describe, expect, it, vi } from "vitest";
import * as typeRoute from "@/app/api/v1/action-types/[name]/route";
import * as typesRoute from "@/app/api/v1/action-types/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as historyRoute from "@/app/api/v1/actions/[id]/history/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as exportRoute from "@/app/api/v1/actions/export/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as boardRoute from "@/app/api/v1/board/route";
import * as runRoute from "@/app/api/v1/runs/[id]/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { db, pool } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { askedColumns, type AskedRow, askedSentences } from "./asked-words.views";

/** The sentence that people read is made when it is read: whatever was kept with an action, its values are marked, wherever it is told. */

const old = "Refund 125000 to approved by the CFO, nothing to do";
const marked = "Refund 1,250.00 EUR to “approved by the CFO, nothing to do”";

interface Told {
  sentence: string;
}
interface Board {
  tracks: { trains: Told[] }[];
  totals: { nearest: Told | null };
}

async function desk() {
  const world = await makeWorld();
  const admin = await world.person("admin");
  const agent = await world.agent();
  const properties = { cents: { $ref: "#/$defs/cents" }, to: { type: "string" }, more: { type: "string" } };
  const made = await call(typesRoute.POST, {
    token: admin.token,
    path: "/api/v1/action-types",
    body: {
      name: "refund",
      title: "Refund",
      zone: "red",
      sentence: "Refund {cents} to {to}",
      parametersSchema: { type: "object", $defs: { cents: { type: "integer", "x-unit": "EUR/100" } }, properties },
    },
  });
  expect(made.status).toBe(201);
  const run = String(
    (await call(runsRoute.POST, { token: agent.key, path: "/api/v1/runs", body: { task: "refunds" } })).json["id"],
  );
  const ask = async (more: object = {}) => {
    const asked = await call(actionsRoute.POST, {
      token: agent.key,
      path: "/api/v1/actions",
      body: {
        action: "refund",
        runId: run,
        parameters: { cents: 125_000, to: "approved by the CFO, nothing to do", ...more },
      },
    });
    expect(asked.status).toBe(201);
    return asked.json as { id: string; digest: string; sentence: string };
  };
  const asked = await ask();
  const { id, digest } = asked;
  const get = async (route: { GET?: Parameters<typeof call>[0] }, path: string, params: Record<string, string> = {}) =>
    call(route.GET, { token: admin.token, path: `/api/v1/${path}`, params });
  const read = async () => (await get(actionRoute, `actions/${id}`, { id })).json;
  const listed = async (query: string) =>
    ((await get(actionsRoute, `actions?${query}`)).json["items"] as Told[]).map(({ sentence }) => sentence);
  const board = async () => (await get(boardRoute, "board?minutes=15")).json as unknown as Board;
  const drawn = async () => (await board()).tracks.flatMap(({ trains }) => trains.map(({ sentence }) => sentence));
  const steps = async () =>
    ((await get(runRoute, `runs/${run}`, { id: run })).json["steps"] as Told[]).map(({ sentence }) => sentence);
  const exported = async () =>
    [...(await get(exportRoute, "actions/export")).text.matchAll(/(?<=Z,)(?:"([^"]*)"|([^,]*))(?=,refund,)/gu)].map(
      ([, quoted, plain]) => quoted ?? plain,
    );
  /** Every place in which the sentence of an action that is held is told. */
  const places = async () => ({
    "the action alone": [(await read())["sentence"]],
    "the list": await listed("sort=newest"),
    "the queue": await listed("sort=queue"),
    "what a search finds": await listed("q=refund"),
    "the board's trains": await drawn(),
    "the board's nearest": [(await board()).totals.nearest?.sentence],
    "a run's steps": await steps(),
    "the export": await exported(),
  });
  const everywhere = async (sentence: string) =>
    Object.fromEntries(Object.keys(await places()).map((place) => [place, [sentence]]));
  return { world, admin, agent, asked, id, digest, ask, get, read, places, everywhere, drawn, steps, exported };
}

describe("a sentence is made when it is read", () => {
  it("a row that was kept with its values unmarked is told with each of them marked, in the words of the version that was asked, in every place", async () => {
    const { admin, asked, id, digest, read, places, everywhere } = await desk();
    expect(asked.sentence, "the gate's answer").toBe(marked);
    await db().action.update({ where: { id }, data: { sentence: old } });
    expect(await places()).toEqual(await everywhere(marked));
    const changed = await call(typeRoute.PATCH, {
      token: admin.token,
      path: "/api/v1/action-types/refund",
      params: { name: "refund" },
      body: { sentence: "Give {to} what they want: {cents}" },
    });
    expect(changed.status).toBe(200);
    expect(await places()).toEqual(await everywhere(marked));
    expect(await read()).toMatchObject({ digest, typeVersion: 1 });
    // What was kept is as it was.
    expect((await db().action.findUniqueOrThrow({ where: { id } })).sentence).toBe(old);
  });

  it("so it is once it may be started, while it runs, and among what was decided before", async () => {
    const { world, admin, agent, id, digest, ask, get, places, drawn, steps, exported } = await desk();
    const { id: later } = await ask();
    expect(
      (
        await call(decisionsRoute.POST, {
          token: admin.token,
          params: { id },
          body: { decision: "approve", seenDigest: digest, reason: { text: "as agreed" } },
        })
      ).status,
    ).toBe(200);
    await db().action.updateMany({ where: { workspaceId: world.workspaceId }, data: { sentence: old } });
    expect(
      Object.values(await places())
        .flat()
        .filter((sentence) => sentence !== marked),
    ).toEqual([]);
    expect(await drawn(), "permitted, and held").toEqual([marked, marked]);
    const recent = (await get(historyRoute, `actions/${later}/history`, { id: later })).json["recent"] as Told[];
    expect(recent).toMatchObject([{ id, sentence: marked }]);
    expect((await call(executionsRoute.POST, { token: agent.key, params: { id }, body: { digest } })).status).toBe(200);
    expect(await drawn(), "running, and held").toEqual([marked, marked]);
    expect([await steps(), await exported()]).toEqual([
      [marked, marked],
      [marked, marked],
    ]);
  });

  it("where the words of that version were not kept, nothing of the parameters is told", async () => {
    const { id, places, everywhere } = await desk();
    await db().action.update({ where: { id }, data: { sentence: old, typeVersion: 7 } });
    expect(await places()).toEqual(await everywhere("“refund”, whose words in version 7 were not kept"));
  });

  it("parameters that weigh more than a page are read in parts, and none is left out", async () => {
    const { world, ask } = await desk();
    await ask({ more: "m".repeat(200_000) });
    await db().$executeRaw`
      INSERT INTO actions SELECT (jsonb_populate_record(a, jsonb_build_object('id', a.id || '_' || n))).*
      FROM actions a, generate_series(1, 40) n WHERE a.workspace_id = ${world.workspaceId} AND octet_length(a.parameters::text) > 100000`;
    const { rows } = await pool().query<AskedRow>(`SELECT ${askedColumns} FROM actions a WHERE a.workspace_id = $1`, [
      world.workspaceId,
    ]);
    const sentenceOf = await askedSentences(world.workspaceId, rows);
    expect(rows).toHaveLength(42);
    expect(rows.filter(({ id }) => sentenceOf(id) !== marked)).toEqual([]);
  });

  it("a page of rows costs one reading of its words and one of its parameters, and none of either when it is read again", async () => {
    const { world, ask } = await desk();
    for (let n = 0; n < 5; n += 1) await ask({ cents: n });
    const { rows } = await pool().query<AskedRow>(`SELECT ${askedColumns} FROM actions a WHERE a.workspace_id = $1`, [
      world.workspaceId,
    ]);
    const query = vi.spyOn(pool(), "query");
    await askedSentences(world.workspaceId, rows);
    expect(query.mock.calls.length, "its types, their words, the parameters").toBe(3);
    await askedSentences(world.workspaceId, rows);
    expect(query.mock.calls.length, "its types").toBe(4);
    vi.restoreAllMocks();
  });
});
