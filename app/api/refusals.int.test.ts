import { describe, expect, it } from "vitest";
import * as claimRoute from "@/app/api/v1/actions/[id]/claim/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as extendRoute from "@/app/api/v1/actions/[id]/extend/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as rotateRoute from "@/app/api/v1/agents/[id]/keys/[keyId]/rotate/route";
import * as agentRoute from "@/app/api/v1/agents/[id]/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import * as membersRoute from "@/app/api/v1/teams/[id]/members/route";
import * as teamRoute from "@/app/api/v1/teams/[id]/route";
import * as teamsRoute from "@/app/api/v1/teams/route";
import { db } from "@/lib/platform/db/client";
import type { Route } from "@/lib/platform/http/define-route";
import type { ProblemCode } from "@/lib/platform/problem-codes.rules";
import { type Answer, call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

// Refusals that have no other test: one row for each operation and code, through the route itself.

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  await world.actionType("wire", { zone: "red" });
  const admin = await world.person("admin");
  const agent = await world.agent();
  const ask = async (action: "pay" | "wire") =>
    (await call(actionsRoute.POST, { token: agent.key, body: { action, parameters: {}, confidence: 1 } })).json as {
      id: string;
      digest: string;
    };
  const decided = async () => {
    const { id, digest } = await ask("wire");
    await call(decisionsRoute.POST, {
      token: admin.token,
      params: { id },
      body: { decision: "reject", seenDigest: digest, reason: { text: "not today" } },
    });
    return { id };
  };
  const team = async (name: string) => ({
    id: String((await call(teamsRoute.POST, { token: admin.token, body: { name } })).json["id"]),
  });
  const patch = (route: Route | undefined, params: Record<string, string>, body: unknown) =>
    call(route, { token: admin.token, method: "PATCH", params, body });
  const post = (route: Route | undefined, params: Record<string, string>) =>
    call(route, { token: admin.token, method: "POST", params });
  return { world, admin, agent, ask, decided, team, patch, post };
}
type Scene = Awaited<ReturnType<typeof setUp>>;

const rows: readonly (readonly [operation: string, code: ProblemCode, provoke: (scene: Scene) => Promise<Answer>])[] = [
  [
    "addMember",
    "unknown_person",
    async ({ admin, team }) =>
      call(membersRoute.POST, {
        token: admin.token,
        params: await team("Care"),
        body: { personId: (await (await makeWorld()).person("viewer")).id },
      }),
  ],
  [
    "renameTeam",
    "team_name_taken",
    async ({ team, patch }) => {
      await team("Care");
      return patch(teamRoute.PATCH, await team("Claims"), { name: "Care" });
    },
  ],
  [
    "changeAgent",
    "unknown_team",
    ({ agent, patch }) => patch(agentRoute.PATCH, { id: agent.id }, { teamId: "tea_nowhere" }),
  ],
  [
    "rotateKey",
    "agent_retired",
    async ({ admin, agent, patch }) => {
      await patch(agentRoute.PATCH, { id: agent.id }, { status: "retired" });
      return call(rotateRoute.POST, {
        token: admin.token,
        params: { id: agent.id, keyId: agent.keyId },
        body: { expiresAt: new Date(Date.now() + 86_400_000).toISOString() },
      });
    },
  ],
  [
    "changeMembership",
    "deactivated",
    async ({ world, patch }) => {
      const { id } = await world.person("viewer");
      await patch(personRoute.PATCH, { id }, { status: "deactivated" });
      return patch(personRoute.PATCH, { id }, { role: "supervisor" });
    },
  ],
  // Retiring cancels what waits: only a decision at the same moment finds it so.
  [
    "decideAction",
    "agent_retired",
    async ({ admin, agent, ask }) => {
      const { id, digest } = await ask("wire");
      await db().agent.update({ where: { id: agent.id }, data: { status: "retired" } });
      return call(decisionsRoute.POST, {
        token: admin.token,
        params: { id },
        body: { decision: "approve", seenDigest: digest, reason: { text: "agreed" } },
      });
    },
  ],
  ["claimAction", "already_decided", async ({ decided, post }) => post(claimRoute.POST, await decided())],
  ["extendTime", "already_decided", async ({ decided, post }) => post(extendRoute.POST, await decided())],
  [
    "releaseClaim",
    "already_decided",
    async ({ admin, decided }) =>
      call(claimRoute.DELETE, { token: admin.token, method: "DELETE", params: await decided() }),
  ],
  [
    "releaseClaim",
    "not_claimed",
    async ({ admin, ask }) =>
      call(claimRoute.DELETE, { token: admin.token, method: "DELETE", params: { id: (await ask("wire")).id } }),
  ],
  [
    "startExecution",
    "not_approved",
    async ({ agent, ask }) => {
      const { id, digest } = await ask("wire");
      return call(executionsRoute.POST, { token: agent.key, params: { id }, body: { digest } });
    },
  ],
  [
    "reportOutcome",
    "not_started",
    async ({ agent, ask }) =>
      call(outcomeRoute.POST, {
        token: agent.key,
        params: { id: (await ask("pay")).id },
        body: { status: "succeeded" },
      }),
  ],
];

it.each(rows)("%s answers %s", async (_operation, code, provoke) => {
  expect((await provoke(await setUp())).json).toMatchObject({ code });
});

describe("a repeated request", () => {
  it("is refused while the first is being answered, and gets its answer afterwards", async () => {
    const { world, admin, ask } = await setUp();
    const { id } = await ask("wire");
    const claim = () =>
      call(claimRoute.POST, {
        token: admin.token,
        method: "POST",
        path: `/api/v1/actions/${id}/claim`,
        params: { id },
        headers: { "Idempotency-Key": "one" },
      });
    const first = await db().$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT 1 FROM actions a WHERE a.id = ${id} FOR UPDATE`;
        const answer = claim();
        await expect.poll(() => db().idempotencyKey.count({ where: { workspaceId: world.workspaceId } })).toBe(1);
        expect((await claim()).json).toMatchObject({ status: 409, code: "idempotency_in_flight" });
        return { answer };
      },
      { timeout: 30_000 },
    );
    const { status, json } = await first.answer;
    expect(status).toBe(200);
    expect((await claim()).json).toEqual(json);
  });
});
