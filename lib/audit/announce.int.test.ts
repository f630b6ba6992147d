import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as claimRoute from "@/app/api/v1/actions/[id]/claim/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as messagesRoute from "@/app/api/v1/actions/[id]/messages/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as agentRoute from "@/app/api/v1/agents/[id]/route";
import * as agentsRoute from "@/app/api/v1/agents/route";
import * as invitationsRoute from "@/app/api/v1/invitations/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import * as runRoute from "@/app/api/v1/runs/route";
import * as settingsRoute from "@/app/api/v1/settings/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import * as teamsRoute from "@/app/api/v1/teams/route";
import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { subscribe, type WorkspaceEvent } from "@/lib/platform/events/bus";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { recordEntry } from "./audit.service";

// What is recorded is told by the recording, once it is committed: no service names the event a second time, and none can forget to.

let told: WorkspaceEvent[] = [];
let end = (): void => undefined;
beforeEach(() => {
  told = [];
  end = subscribe((event) => told.push(event));
});
afterEach(() => end());

const named = ({ event, subjectId }: { event: string; subjectId: string }) => `${event} ${subjectId}`;

async function recorded(workspaceId: string): Promise<string[]> {
  return (await db().auditStaged.findMany({ where: { workspaceId }, select: { event: true, subjectId: true } }))
    .map(named)
    .sort();
}

describe("every change of a workspace", () => {
  it("is told once, as what the log records", async () => {
    const world = await makeWorld();
    const { workspaceId } = world;
    const [admin, supervisor, other, agent] = [
      await world.person("admin"),
      await world.person("supervisor"),
      await world.person("viewer"),
      await world.agent(),
    ];
    await world.actionType("wire", { zone: "red" });
    const done = async (answer: Promise<{ status: number; text: string; json: Record<string, unknown> }>) => {
      const { status, text, json } = await answer;
      expect(status, text).toBeLessThan(300);
      return json;
    };
    const ask = () =>
      done(call(actionsRoute.POST, { token: agent.key, body: { action: "wire", parameters: {} } })) as Promise<{
        id: string;
        digest: string;
      }>;

    await done(call(settingsRoute.PATCH, { token: admin.token, method: "PATCH", body: { graceSeconds: 5 } }));
    await done(
      call(personRoute.PATCH, {
        token: admin.token,
        method: "PATCH",
        params: { id: other.id },
        body: { role: "annotator" },
      }),
    );
    await done(call(teamsRoute.POST, { token: admin.token, body: { name: "Finance" } }));
    await done(
      call(invitationsRoute.POST, { token: admin.token, body: { email: "new@example.test", role: "viewer" } }),
    );
    await done(call(agentsRoute.POST, { token: admin.token, body: { name: "new agent", kind: "finance" } }));
    await done(call(runRoute.POST, { token: agent.key, body: { task: "pay" } }));
    const [decided, taken, left] = [await ask(), await ask(), await ask()];
    await done(call(claimRoute.POST, { token: supervisor.token, method: "POST", params: { id: decided.id } }));
    await done(
      call(messagesRoute.POST, {
        token: supervisor.token,
        params: { id: decided.id },
        body: { kind: "question", text: "Why?" },
      }),
    );
    await done(
      call(decisionsRoute.POST, {
        token: supervisor.token,
        params: { id: decided.id },
        body: { decision: "reject", seenDigest: decided.digest, reason: { text: "not now" } },
      }),
    );
    await done(call(cancelRoute.POST, { token: agent.key, method: "POST", params: { id: taken.id } }));
    await done(
      call(stopsRoute.POST, {
        token: supervisor.token,
        body: { scope: { type: "kind", id: "finance" }, reason: "test" },
      }),
    );
    await done(
      call(agentRoute.PATCH, {
        token: admin.token,
        method: "PATCH",
        params: { id: agent.id },
        body: { status: "retired", reason: "over" },
      }),
    );

    const entries = await recorded(workspaceId);
    expect(entries.length).toBeGreaterThan(14);
    expect(entries).toContain(`action.decided ${left.id}`);
    expect(
      told
        .filter((event) => event.workspaceId === workspaceId)
        .map(named)
        .sort(),
    ).toEqual(entries);
    // An agent's stream is narrowed by whose action it is, also where a person or the system has changed it.
    for (const event of told.filter((one) =>
      ["action.requested", "action.decided", "action.questioned"].includes(one.event),
    ))
      expect(event.agentId, named(event)).toBe(agent.id);
  });

  it("is told after its commit, and not at all where that does not come", async () => {
    const { workspaceId } = await makeWorld();
    const entry = {
      workspaceId,
      actor: { type: "system", id: "worker" },
      event: "stop.archived",
      subject: { type: "stop", id: "stp_test" },
      facts: {},
    } as const;
    await expect(
      transaction(async (tx) => {
        await recordEntry(tx, entry);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(told).toEqual([]);
    await transaction(async (tx) => {
      await recordEntry(tx, entry);
      expect(told).toEqual([]);
    });
    expect(told.map(named)).toEqual(["stop.archived stp_test"]);
  });

  it("is made though somebody who hears of it fails", async () => {
    const { workspaceId } = await makeWorld();
    const endFailing = subscribe(() => {
      throw new Error("a listener failed");
    });
    try {
      const entry = {
        workspaceId,
        actor: { type: "system", id: "worker" },
        event: "stop.archived",
        subject: { type: "stop", id: "stp_heard" },
        facts: {},
      } as const;
      await expect(transaction((tx) => recordEntry(tx, entry).then(() => "made"))).resolves.toBe("made");
      expect(await recorded(workspaceId)).toEqual(["stop.archived stp_heard"]);
    } finally {
      endFailing();
    }
  });
});
