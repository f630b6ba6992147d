import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { createAgent, updateAgent } from "@/lib/agents/agent.service";
import { acknowledgeAlarm, raiseAlarm } from "@/lib/alarms/alarm.service";
import { claim, extend } from "@/lib/approvals/claim.service";
import { decide } from "@/lib/approvals/decide.service";
import { withdraw } from "@/lib/approvals/withdraw.service";
import { BreakerCreate, BreakerUpdate } from "@/lib/breakers/breaker.schemas";
import { createBreaker, deleteBreaker, updateBreaker } from "@/lib/breakers/breaker.service";
import { resetBreaker } from "@/lib/breakers/reset.service";
import { BudgetCreate } from "@/lib/budgets/budget.schemas";
import { createBudget, endBudget, raiseBudget, updateBudget } from "@/lib/budgets/budget.service";
import { ActionTypeCreate } from "@/lib/catalog/action-type.schemas";
import { createActionType } from "@/lib/catalog/catalog.service";
import { acceptTypeProposal, rollBackActionType, updateActionType } from "@/lib/catalog/change-type.service";
import { proposeTypeChange, rejectTypeProposal } from "@/lib/catalog/type-proposal.service";
import { writeMessage } from "@/lib/discussion/discussion.service";
import { requestLogExport } from "@/lib/exports/log-export.job";
import { cancelJob } from "@/lib/jobs/job.service";
import { createKey, revokeKey, rotateKey } from "@/lib/keys/key.service";
import { invite, revokeInvitation } from "@/lib/people/invitation.service";
import { changeRole, revokeTokenOf, setActive, signOutEverywhere } from "@/lib/people/membership.service";
import { db } from "@/lib/platform/db/client";
import { ForbiddenError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { permissionsOf, type Role } from "@/lib/platform/permissions.rules";
import { giveReason } from "@/lib/stops/reason.service";
import { rearmStop } from "@/lib/stops/rearm.service";
import { pullStop } from "@/lib/stops/stop.service";
import { addTeamMember, createTeam, removeTeamMember, renameTeam } from "@/lib/teams/team.service";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { changeSettings } from "@/lib/workspaces/settings.service";

// A request is let in with the role that its caller has then; what it changes is changed with the role that they have at the change. Each
// service that changes something for a person is called with a caller who was let in as an administrator and is a viewer by now.

const reached = new Set<string>();

vi.mock("@/lib/sessions/person-auth.service", async (original) => {
  const actual = await original<typeof import("@/lib/sessions/person-auth.service")>();
  return {
    ...actual,
    confirmPermission: (...args: Parameters<typeof actual.confirmPermission>) => {
      const from = (new Error().stack ?? "")
        .split("\n")
        .find((line) => /\.service\.ts/.test(line) && !line.includes("person-auth"));
      reached.add(/lib\/[\w/-]+\.service\.ts:\d+/.exec(from ?? "")?.[0] ?? "unknown");
      return actual.confirmPermission(...args);
    },
  };
});

interface Scene {
  world: World;
  caller: PersonCaller;
  agent: { id: string; keyId: string; key: string };
  other: { id: string; token: string };
  /** A held action with its digest. */
  held(): Promise<{ id: string; digest: string }>;
}

const aBreaker = (name: string) =>
  BreakerCreate.parse({
    name,
    scope: { type: "workspace" },
    rule: { type: "failure_rate", windowSeconds: 60, minimum: 3, above: 0.5 },
    response: "hold",
  });
const aBudget = () =>
  BudgetCreate.parse({ name: "one", scope: { type: "workspace" }, measure: "actions", limit: "5", window: "day" });
const opened = { state: "open", answer: "hold", countsSince: new Date(0), tripId: "trp_test" };

const tomorrow = () => new Date(Date.now() + 86_400_000);

async function scene(): Promise<Scene> {
  const world = await makeWorld({ graceSeconds: 60 });
  await world.actionType("mail", { zone: "yellow", confidenceThreshold: 0.9 });
  const [admin, other, agent] = [await world.person("admin"), await world.person("supervisor"), await world.agent()];
  // Somebody is left to administer.
  await world.person("admin");
  const role: Role = "admin";
  return {
    world,
    agent,
    other,
    caller: {
      kind: "person",
      workspaceId: world.workspaceId,
      workspaceSlug: world.slug,
      personId: admin.id,
      personName: admin.name,
      email: admin.email,
      role,
      permissions: permissionsOf(role),
    },
    async held() {
      const { json } = await call(actionsRoute.POST, {
        token: agent.key,
        body: { action: "mail", parameters: {}, confidence: 0.5 },
      });
      return { id: String(json["id"]), digest: String(json["digest"]) };
    },
  };
}

/** What is made before the caller loses the role, and then the change itself. */
type Change = (scene: Scene) => Promise<() => Promise<unknown>> | (() => Promise<unknown>);

const lasting = { name: "key", scopes: ["actions:write" as const] };
const changes: Record<string, Change> = {
  createActionType:
    ({ caller }) =>
    () =>
      createActionType(
        caller,
        ActionTypeCreate.parse({ name: "wire", zone: "red", parametersSchema: { type: "object" } }),
      ),
  updateActionType:
    ({ caller }) =>
    () =>
      updateActionType(caller, "mail", { title: "Post" }),
  rollBackActionType: async ({ caller }) => {
    await updateActionType(caller, "mail", { title: "Post" });
    return () => rollBackActionType(caller, "mail", { version: 1, reason: "It was better" });
  },
  acceptTypeProposal: async ({ caller }) => {
    const { id } = await proposeTypeChange(caller, "mail", { change: { title: "Post" }, reason: "Shorter" });
    return () => acceptTypeProposal(caller, "mail", id);
  },
  proposeTypeChange:
    ({ caller }) =>
    () =>
      proposeTypeChange(caller, "mail", { change: { title: "Post" }, reason: "Shorter" }),
  rejectTypeProposal: async ({ caller }) => {
    const { id } = await proposeTypeChange(caller, "mail", { change: { title: "Post" }, reason: "Shorter" });
    return () => rejectTypeProposal(caller, "mail", id, { reason: "Not now" });
  },
  createTeam:
    ({ caller }) =>
    () =>
      createTeam(caller, { name: "Finance", memberIds: [] }),
  renameTeam: async ({ caller }) => {
    const { id } = await createTeam(caller, { name: "Finance", memberIds: [] });
    return () => renameTeam(caller, id, { name: "Money" });
  },
  addTeamMember: async ({ caller, other }) => {
    const { id } = await createTeam(caller, { name: "Finance", memberIds: [] });
    return () => addTeamMember(caller, id, other.id);
  },
  removeTeamMember: async ({ caller, other }) => {
    const { id } = await createTeam(caller, { name: "Finance", memberIds: [other.id] });
    return () => removeTeamMember(caller, id, other.id);
  },
  createAgent:
    ({ caller }) =>
    () =>
      createAgent(caller, {
        name: "new agent",
        kind: "finance",
        description: "",
        tier: "tactical",
        autonomy: "change_making",
      }),
  updateAgent:
    ({ caller, agent }) =>
    () =>
      updateAgent(caller, agent.id, { status: "paused" }),
  changeSettings:
    ({ caller }) =>
    () =>
      changeSettings(caller, { graceSeconds: 5 }),
  withdraw: async ({ caller, held }) => {
    const { id, digest } = await held();
    await decide(caller, id, { decision: "approve", seenDigest: digest });
    // A member who may read may take their own answer back; whoever is no member any more may not.
    return () => withdraw(caller, id);
  },
  claim: async ({ caller, held }) => {
    const { id } = await held();
    return () => claim(caller, id);
  },
  extend: async ({ caller, held }) => {
    const { id } = await held();
    await claim(caller, id);
    await db().action.update({ where: { id }, data: { expiresAt: new Date(Date.now() + 30_000) } });
    return () => extend(caller, id);
  },
  decide: async ({ caller, held }) => {
    const { id, digest } = await held();
    return () => decide(caller, id, { decision: "approve", seenDigest: digest });
  },
  writeMessage: async ({ caller, held }) => {
    const { id } = await held();
    return () => writeMessage(caller, id, { kind: "comment", text: "Look" });
  },
  acknowledgeAlarm: async ({ caller, world: { workspaceId } }) => {
    await raiseAlarm({
      workspaceId,
      kind: "too_many_pending",
      subject: { type: "agent", id: "agt_test" },
      facts: {},
      detail: () => "Too many.",
    });
    const { id } = await db().alarm.findFirstOrThrow({ where: { workspaceId } });
    return () => acknowledgeAlarm(caller, id);
  },
  createKey:
    ({ caller, agent }) =>
    () =>
      createKey(caller, agent.id, { ...lasting, expiresAt: tomorrow() }),
  rotateKey:
    ({ caller, agent }) =>
    () =>
      rotateKey(caller, agent.id, agent.keyId, { overlapSeconds: 60, expiresAt: tomorrow() }),
  revokeKey:
    ({ caller, agent }) =>
    () =>
      revokeKey(caller, agent.id, agent.keyId),
  pullStop:
    ({ caller }) =>
    () =>
      pullStop(caller, { scope: { type: "workspace" }, reason: "test" }),
  rearmStop: async ({ caller }) => {
    const { stop } = await pullStop(caller, { scope: { type: "workspace" }, reason: "test" });
    return () => rearmStop(caller, stop.id, { reason: "over", to: "normal", cleanActions: 20 });
  },
  createBreaker:
    ({ caller }) =>
    () =>
      createBreaker(caller, aBreaker("one")),
  updateBreaker: async ({ caller }) => {
    const { id } = await createBreaker(caller, aBreaker("one"));
    return () => updateBreaker(caller, id, BreakerUpdate.parse({ name: "two" }));
  },
  deleteBreaker: async ({ caller }) => {
    const { id } = await createBreaker(caller, aBreaker("one"));
    return () => deleteBreaker(caller, id);
  },
  resetBreaker: async ({ caller, agent }) => {
    const { workspaceId } = caller;
    const { id } = await createBreaker(caller, aBreaker("one"));
    await db().breakerState.upsert({
      where: { breakerId_agentId: { breakerId: id, agentId: agent.id } },
      create: { breakerId: id, agentId: agent.id, workspaceId, ...opened },
      update: opened,
    });
    return () => resetBreaker(caller, id, "over");
  },
  createBudget:
    ({ caller }) =>
    () =>
      createBudget(caller, aBudget()),
  updateBudget: async ({ caller }) => {
    const { id } = await createBudget(caller, aBudget());
    return () => updateBudget(caller, id, { limit: "6" });
  },
  raiseBudget: async ({ caller }) => {
    const { id } = await createBudget(caller, aBudget());
    return () => raiseBudget(caller, id, { by: "1", until: tomorrow(), reason: "test" });
  },
  endBudget: async ({ caller }) => {
    const { id } = await createBudget(caller, aBudget());
    return () => endBudget(caller, id);
  },
  exportLog:
    ({ caller }) =>
    () =>
      requestLogExport(caller, {}),
  cancelJob: async ({ caller }) => {
    const { id } = await requestLogExport(caller, {});
    return () => cancelJob(caller, id);
  },
  giveReason: async ({ caller }) => {
    const { stop } = await pullStop(caller, { scope: { type: "workspace" } });
    return () => giveReason(caller, stop.id, "too late");
  },
  invite:
    ({ caller }) =>
    () =>
      invite(caller, { email: "new@example.test", role: "viewer", teamIds: [], validDays: 7 }),
  revokeInvitation: async ({ caller }) => {
    const { id } = await invite(caller, { email: "new@example.test", role: "viewer", teamIds: [], validDays: 7 });
    return () => revokeInvitation(caller, id);
  },
  changeRole:
    ({ caller, other }) =>
    () =>
      changeRole(caller, other.id, "annotator"),
  setActive:
    ({ caller, other }) =>
    () =>
      setActive(caller, other.id, false),
  signOutEverywhere:
    ({ caller, other }) =>
    () =>
      signOutEverywhere(caller, other.id),
  revokeTokenOf: async ({ caller, other }) => {
    const { id } = await db().personalToken.findFirstOrThrow({ where: { personId: other.id } });
    return () => revokeTokenOf(caller, other.id, id);
  },
};

/** What changes nothing that a verdict depends on; every other change moves the epoch. */
const noControls = new Set([
  // Open for nobody yet.
  "createBreaker",
  "exportLog",
  "cancelJob",
  "proposeTypeChange",
  "rejectTypeProposal",
  "giveReason",
  "createTeam",
  "renameTeam",
  "withdraw",
  "claim",
  "extend",
  "decide",
  "writeMessage",
  "acknowledgeAlarm",
  "invite",
  "revokeInvitation",
]);
const epochOf = async ({ workspaceId }: World) =>
  (await db().workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { epoch: true } })).epoch;
const entries = ({ workspaceId }: World) => db().auditStaged.count({ where: { workspaceId } });

describe.each(Object.entries(changes))("%s", (name, prepare) => {
  it("is done for who still has the right, and moves the epoch where it changes a control", async () => {
    const made = await scene();
    const change = await prepare(made);
    const [before, epoch] = [await entries(made.world), await epochOf(made.world)];
    await change();
    expect(await entries(made.world)).toBeGreaterThan(before);
    expect((await epochOf(made.world)) > epoch).toBe(!noControls.has(name));
  });

  it("is refused to who has lost it since they were let in, and changes nothing", async () => {
    const made = await scene();
    const change = await prepare(made);
    // Nobody's member: even what every member may do is theirs no more.
    await db().membership.updateMany({
      where: { workspaceId: made.world.workspaceId, personId: made.caller.personId },
      data: { deactivatedAt: new Date() },
    });
    const before = await entries(made.world);
    await expect(change()).rejects.toBeInstanceOf(ForbiddenError);
    expect(await entries(made.world)).toBe(before);
  });
});

afterAll(() => {
  const root = join(import.meta.dirname, "..");
  const services = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".service.ts") && !path.endsWith("person-auth.service.ts"),
  );
  const asking = services.flatMap((path) =>
    readFileSync(join(root, path), "utf8")
      .split("\n")
      .flatMap((line, index) => (/\bconfirmPermission\(/.test(line) ? [`lib/${path}:${index + 1}`] : [])),
  );
  expect(asking.length).toBeGreaterThan(20);
  expect([...reached].sort(), "every place that asks again is reached by a change above").toEqual(asking.sort());
});
