import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as historyRoute from "@/app/api/v1/actions/[id]/history/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as summaryRoute from "@/app/api/v1/approvals/summary/route";
import { decidable, escalationOf, ownedOf } from "@/lib/approvals/decidable.service";
import { db } from "@/lib/platform/db/client";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { permissionsOf, type Role, roles } from "@/lib/platform/permissions.rules";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { isForMe } from "./answerable.rules";
import { isAside } from "./set-aside.rules";

interface Somebody {
  id: string;
  token: string;
  email: string;
  role: Role;
  teamIds: string[];
}

const asked = 40;

/** Who is asked for, in every spelling that means them, and in some that do not. */
const spellings = (people: readonly Somebody[]) =>
  fc.oneof(
    fc.constant(null),
    fc
      .record({
        type: fc.constantFrom("user", "customer", "service"),
        who: fc.constantFrom(...people),
        write: fc.constantFrom<(who: Somebody) => string>(
          ({ id }) => id,
          ({ id }) => `crm:${id.toUpperCase()}`,
          ({ email }) => email.toUpperCase(),
          ({ email }) => `Person: Somebody <${email}>`,
          ({ email }) => `${email.slice(0, 3)}\u200b${email.slice(3)}`,
          ({ email }) => `not${email}`,
          ({ id }) => `${id}0`,
        ),
      })
      .map(({ type, who, write }) => ({ type, id: write(who) })),
  );

describe("what waits for me", () => {
  let world: World;
  let people: Somebody[];

  beforeAll(async () => {
    world = await makeWorld({ maxPendingPerAgent: 1_000 });
    const teamIds = [newId("team"), newId("team")];
    await db().team.createMany({
      data: teamIds.map((id, at) => ({ id, workspaceId: world.workspaceId, name: `team ${at}` })),
    });
    people = [];
    for (const [role, teams] of [
      ...roles.map((role) => [role, []] as const),
      ["supervisor", [0]],
      ["governance", [1]],
      ["viewer", [0]],
      ["admin", [1]],
    ] as [Role, number[]][]) {
      const own = teams.map((at) => teamIds[at]!);
      const { id, token, email } = await world.person(role);
      for (const teamId of own)
        await db().teamMember.create({ data: { workspaceId: world.workspaceId, teamId, personId: id } });
      people.push({ id, token, email, role, teamIds: own });
    }
    await world.actionType("wire", { zone: "red", decideWithinSeconds: 86_400 });
    const { key } = await world.agent();

    const nobodyOrOne = fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      fc.constantFrom(...people.map(({ id }) => id)),
    );
    const cases = fc.sample(
      fc.record({
        onBehalfOf: spellings(people),
        agentCreatedById: nobodyOrOne,
        keyCreatedById: nobodyOrOne,
        ownerTeamId: fc.constantFrom(null, ...teamIds),
        formerOwnerIds: fc.oneof(
          fc.constant<string[]>([]),
          fc.subarray(
            people.map(({ id }) => id),
            { maxLength: 2 },
          ),
        ),
        escalation: fc.oneof(
          fc.constant({}),
          fc.constantFrom(...roles).map((escalatedRole) => ({ escalatedRole })),
          fc.constantFrom(...teamIds).map((escalatedTeamId) => ({ escalatedTeamId })),
          fc.constantFrom(...people.map(({ id }) => id)).map((escalatedPersonId) => ({ escalatedPersonId })),
        ),
        // Minutes from now, for whom; and whether its own time is nearly over.
        aside: fc.array(fc.record({ who: fc.constantFrom(...people), minutes: fc.constantFrom(-1, 30, 3_000) }), {
          maxLength: 6,
        }),
        lastMinute: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
        settlingId: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.constant("apr_settling")),
      }),
      asked,
    );
    const body = {
      actions: cases.map(({ onBehalfOf }, at) => ({
        action: "wire",
        parameters: { at },
        ...(onBehalfOf ? { onBehalfOf } : {}),
      })),
    };
    const made = (await call(batchRoute.POST, { token: key, body })).json["items"] as { id: string }[];
    for (const [at, { onBehalfOf: _asked, escalation, aside, lastMinute, ...owned }] of cases.entries()) {
      const { id } = made[at]!;
      await db().action.update({
        where: { id },
        data: { ...owned, ...escalation, ...(lastMinute ? { expiresAt: new Date(Date.now() + 50_000) } : {}) },
      });
      const rows = aside.map(({ who, minutes }) => ({
        workspaceId: world.workspaceId,
        personId: who.id,
        actionId: id,
        until: new Date(Date.now() + minutes * 60_000),
      }));
      await db().actionSetAside.createMany({ data: rows, skipDuplicates: true });
    }
  });

  const callerOf = ({ id, email, role }: Somebody): PersonCaller => ({
    kind: "person",
    workspaceId: world.workspaceId,
    workspaceSlug: world.slug,
    personId: id,
    personName: role,
    email,
    role,
    permissions: permissionsOf(role),
  });

  it.each(["off", "creator", "team"] as const)(
    "is what the judge lets me decide and nobody else was asked for, and I have not set aside, in every role and team, where own actions are judged by %s",
    async (ownActionRule) => {
      await db().workspace.update({ where: { id: world.workspaceId }, data: { ownActionRule } });
      const waiting = await db().action.findMany({ where: { workspaceId: world.workspaceId, status: "pending" } });
      expect(waiting).toHaveLength(asked);
      for (const person of people) {
        const member = { personId: person.id, email: person.email, role: person.role, teamIds: person.teamIds };
        const listed = (
          await call(actionsRoute.GET, {
            token: person.token,
            path: "/api/v1/actions?status=pending&sort=queue&for=me&limit=100",
          })
        ).json["items"] as { id: string }[];
        const asides = new Map(
          (await db().actionSetAside.findMany({ where: { personId: person.id } })).map(({ actionId, until }) => [
            actionId,
            until.getTime(),
          ]),
        );
        const aside = (action: { id: string; expiresAt: Date }) =>
          isAside(asides.get(action.id) ?? null, action.expiresAt.getTime(), Date.now());
        const mine = waiting.filter(
          (action) => isForMe(ownActionRule, member, ownedOf(action), escalationOf(action)) && !aside(action),
        );
        expect(listed.map(({ id }) => id).sort(), person.role).toEqual(mine.map(({ id }) => id).sort());

        // The rule is the judge's own, but for what an administrator may decide in others' place.
        for (const action of waiting) {
          const { refusal } = await decidable(db(), callerOf(person), action.id);
          const named =
            action.escalatedRole === "admin" ||
            person.teamIds.includes(action.escalatedTeamId ?? "") ||
            action.escalatedPersonId === person.id;
          const elsewhere = person.role === "admin" && !named && escalationOf(action) !== null;
          expect(mine.includes(action), `${person.role} ${action.id}`).toBe(
            refusal === null && !elsewhere && !aside(action),
          );
        }
        const listedAside = (
          await call(actionsRoute.GET, {
            token: person.token,
            path: "/api/v1/actions?status=pending&sort=queue&for=aside&limit=100",
          })
        ).json["items"] as { id: string }[];
        expect(listedAside.map(({ id }) => id).sort(), person.role).toEqual(
          waiting
            .filter(aside)
            .map(({ id }) => id)
            .sort(),
        );

        const { json } = await call(summaryRoute.GET, { token: person.token });
        expect(json, person.role).toMatchObject({
          waiting: asked,
          forMe: mine.filter(({ settlingId }) => settlingId === null).length,
          setAside: waiting.filter(aside).length,
        });
      }
    },
  );

  it("is counted as it is listed, by every filter and in every view", async () => {
    await db().workspace.update({ where: { id: world.workspaceId }, data: { ownActionRule: "creator" } });
    await world.actionType("mail", { zone: "yellow", confidenceThreshold: 0.9, decideWithinSeconds: 86_400 });
    const other = await world.agent({ kind: "support", name: "Post office" });
    for (const order of [1, 2, 3])
      await call(actionsRoute.POST, {
        token: other.key,
        body: { action: "mail", parameters: { order }, confidence: 0.1 },
      });
    const supervisor = people.find(({ role, teamIds }) => role === "supervisor" && teamIds.length === 0)!;
    const [first] = (
      await call(actionsRoute.GET, { token: supervisor.token, path: "/api/v1/actions?status=pending&action=mail" })
    ).json["items"] as { id: string; digest: string }[];
    const rejected = await call(decisionsRoute.POST, {
      token: supervisor.token,
      params: { id: first!.id },
      body: { decision: "reject", seenDigest: first!.digest, reason: { text: "no" } },
    });
    expect(rejected.status).toBe(200);

    const since = new Date(Date.now() - 3_600_000).toISOString();
    for (const filter of [
      "",
      "&zone=yellow",
      "&zone=red,green",
      "&kind=support",
      "&kind=finance",
      "&action=mail",
      `&agentFamily=${other.id}`,
      "&q=post%20OFFICE",
      "&q=wire&zone=red",
      "&action=nothing",
    ]) {
      const found = async (view: string) =>
        (
          (
            await call(actionsRoute.GET, {
              token: supervisor.token,
              path: `/api/v1/actions?limit=100&${view}${filter}`,
            })
          ).json["items"] as unknown[]
        ).length;
      const summary = (
        await call(summaryRoute.GET, {
          token: supervisor.token,
          path: `/api/v1/approvals/summary?since=${since}${filter}`,
        })
      ).json;
      expect(summary, filter).toMatchObject({
        waiting: await found("status=pending"),
        claimedByMe: await found("status=pending&claim=me"),
        decided: await found(`status=approved,denied,expired,cancelled&decidedAfter=${since}&decidedBy=person,system`),
      });
    }
  });

  it("is nothing for who may decide nothing, and the evidence says so", async () => {
    const viewer = people.find(({ role, teamIds }) => role === "viewer" && teamIds.length > 0)!;
    const escalated = await db().action.findFirstOrThrow({
      where: { workspaceId: world.workspaceId, escalatedTeamId: viewer.teamIds[0]! },
    });
    const { json } = await call(historyRoute.GET, { token: viewer.token, params: { id: escalated.id } });
    expect(json["mine"]).toMatchObject({
      mayDecide: false,
      code: "forbidden",
      because: "Your role reads what is held and does not decide it.",
    });
  });

  it("knows whom an action from before is asked for by the subject's own id", async () => {
    await db().workspace.update({ where: { id: world.workspaceId }, data: { ownActionRule: "creator" } });
    const supervisor = people.find(({ role, teamIds }) => role === "supervisor" && teamIds.length === 0)!;
    const { key } = await world.agent();
    const ask = async (id: string) =>
      String(
        (
          await call(actionsRoute.POST, {
            token: key,
            body: { action: "wire", parameters: {}, onBehalfOf: { type: "user", id } },
          })
        ).json["id"],
      );
    const [own, others] = [await ask(supervisor.email), await ask("somebody@example.test")];
    await db().$executeRaw`UPDATE actions SET on_behalf_names = NULL WHERE id IN (${own}, ${others})`;
    const { json } = await call(actionsRoute.GET, {
      token: supervisor.token,
      path: "/api/v1/actions?status=pending&sort=newest&for=me&limit=100",
    });
    const listed = (json["items"] as { id: string }[]).map(({ id }) => id);
    expect([listed.includes(own), listed.includes(others)]).toEqual([false, true]);
  });
});
