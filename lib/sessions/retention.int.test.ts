import { beforeAll, describe, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { db, pool } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { forgetIdempotencyKeys, idempotencyDays } from "@/lib/platform/http/idempotency-retention";
import { forgetEndedSessions, sessionDays } from "./session-retention.service";

const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);

/** How many rows each table has. */
async function counts(): Promise<Record<string, number>> {
  const { rows: tables } = await pool().query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%' ORDER BY 1",
  );
  const found: Record<string, number> = {};
  for (const { name } of tables)
    found[name] = Number((await pool().query<{ n: string }>(`SELECT count(*) AS n FROM "${name}"`)).rows[0]?.n);
  return found;
}

let personId: string;
let workspaceId: string;

beforeAll(async () => {
  const world = await makeWorld();
  ({ workspaceId } = world);
  await world.actionType("pay", { zone: "red" });
  const [agent, supervisor] = [await world.agent(), await world.person("supervisor")];
  personId = supervisor.id;
  for (const decision of ["approve", "reject"]) {
    const { json } = await call(actionsRoute.POST, { token: agent.key, body: { action: "pay", parameters: {} } });
    await call(decisionsRoute.POST, {
      token: supervisor.token,
      params: { id: String(json["id"]) },
      body: { decision, seenDigest: String(json["digest"]), reason: { text: "looked at it" } },
    });
  }
  // Older than anything that is ever forgotten.
  await pool().query("UPDATE actions SET created_at = $1, decided_at = $1", [daysAgo(4_000)]);
});

describe("what is forgotten in the end", () => {
  it("is first answers of requests that nobody repeats any more, and nothing else", async () => {
    const key = (name: string, createdAt: Date) =>
      db().idempotencyKey.create({
        data: {
          workspaceId,
          callerId: "agt_test",
          key: name,
          requestHash: Buffer.from("hash"),
          status: 201,
          body: "{}",
          createdAt,
        },
      });
    await key("old", daysAgo(idempotencyDays + 1));
    await key("kept", daysAgo(idempotencyDays - 1));
    const before = await counts();
    expect(await forgetIdempotencyKeys()).toBe(1);
    expect(await counts()).toEqual({ ...before, idempotency_keys: (before["idempotency_keys"] ?? 0) - 1 });
    expect(
      (await db().idempotencyKey.findMany({ where: { workspaceId, callerId: "agt_test" } })).map((row) => row.key),
    ).toEqual(["kept"]);
  });

  it("is sessions that ended long ago, and nothing else", async () => {
    const session = async (expiresAt: Date, revokedAt: Date | null = null) =>
      (
        await db().session.create({
          data: { id: newId("session"), personId, method: "password", expiresAt, revokedAt },
        })
      ).id;
    const open = await session(new Date(Date.now() + dayMs));
    const kept = await session(daysAgo(sessionDays - 1));
    const endedLately = await session(daysAgo(sessionDays + 5), daysAgo(sessionDays - 1));
    await session(daysAgo(sessionDays + 1));
    await session(new Date(Date.now() + dayMs), daysAgo(sessionDays + 1));
    const before = await counts();
    expect(await forgetEndedSessions()).toBe(2);
    expect(await counts()).toEqual({ ...before, sessions: (before["sessions"] ?? 0) - 2 });
    expect((await db().session.findMany({ where: { personId } })).map((row) => row.id).sort()).toEqual(
      [open, kept, endedLately].sort(),
    );
  });
});
