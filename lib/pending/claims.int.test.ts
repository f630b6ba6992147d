import { describe, expect, it } from "vitest";
import * as claimRoute from "@/app/api/v1/actions/[id]/claim/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { hold as holdAny, type Held } from "@/lib/testing/held";
import { makeWorld } from "@/lib/testing/world";

async function setUp(settings: Parameters<typeof makeWorld>[0] = { graceSeconds: 60 }) {
  const world = await makeWorld(settings);
  await world.actionType("mail", { zone: "yellow", confidenceThreshold: 0.9 });
  const people = {
    admin: await world.person("admin"),
    supervisor: await world.person("supervisor"),
    colleague: await world.person("supervisor"),
  };
  const agent = await world.agent();
  return { world, agent, ...people };
}

const hold = (key: string, extra: Record<string, unknown> = {}) => holdAny(key, { action: "mail", ...extra });
const patchPerson = (token: string, id: string, body: Record<string, unknown>) =>
  call(personRoute.PATCH, { token, params: { id }, method: "PATCH", body });
const rowOf = ({ id }: Held) => db().action.findUniqueOrThrow({ where: { id } });

describe("claims", () => {
  it("fall with the right to decide, and are only for those who have it", async () => {
    const { world, agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key);
    const claim = (token: string) => call(claimRoute.POST, { token, params: { id: held.id }, method: "POST" });
    expect((await claim((await world.person("governance")).token)).status).toBe(403);
    expect((await claim(supervisor.token)).status).toBe(200);
    await patchPerson(admin.token, supervisor.id, { status: "deactivated" });
    expect(await rowOf(held)).toMatchObject({ claimedById: null, claimExpiresAt: null });
    expect(await db().auditStaged.count({ where: { subjectId: held.id, event: "action.released" } })).toBe(1);
  });
});
