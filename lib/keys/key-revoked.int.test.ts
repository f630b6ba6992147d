import { describe, expect, it } from "vitest";
import * as messagesRoute from "@/app/api/v1/actions/[id]/messages/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { reportOutcome, startExecution } from "@/lib/actions/execution.service";
import { cancelAction } from "@/lib/approvals/cancel.service";
import { answerQuestion } from "@/lib/discussion/discussion.service";
import { db } from "@/lib/platform/db/client";
import type { AgentCaller } from "@/lib/platform/http/caller";
import { endRun } from "@/lib/runs/run.service";
import { startRun } from "@/lib/runs/run-start.service";
import { pullStop } from "@/lib/stops/stop.service";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

async function setUp() {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "red" });
  await world.actionType("pay");
  const agent = await world.agent();
  const caller: AgentCaller = {
    kind: "agent",
    workspaceId: world.workspaceId,
    agentId: agent.id,
    agentName: "bot",
    keyId: agent.keyId,
    scopes: ["actions:read", "actions:write", "runs:write", "stops:write"],
  };
  const ask = async (action: string) => {
    const body = { action, parameters: {}, confidence: 1 };
    return (await call(actionsRoute.POST, { token: agent.key, body })).json as { id: string; digest: string };
  };
  const { token } = await world.person("supervisor");
  const question = async (id: string) =>
    String(
      (await call(messagesRoute.POST, { token, params: { id }, body: { kind: "question", text: "Which?" } })).json[
        "id"
      ],
    );
  return { agent, caller, ask, question };
}
type Made = Awaited<ReturnType<typeof setUp>>;

/** What an agent does beside asking, made ready while its key was good. Each is done by a caller who was let in then. */
const deeds: Record<string, (made: Made) => Promise<() => Promise<unknown>>> = {
  "reports an outcome": async ({ caller, ask }) => {
    const { id, digest } = await ask("pay");
    await startExecution(caller, id, digest);
    return () => reportOutcome(caller, id, { status: "succeeded" });
  },
  "cancels what waits": async ({ caller, ask }) => {
    const { id } = await ask("wire");
    return () => cancelAction(caller, id);
  },
  "starts a run":
    async ({ caller }) =>
    () =>
      startRun(caller, { task: "t", ttlSeconds: 600 }),
  "ends a run": async ({ caller }) => {
    const { id } = await startRun(caller, { task: "t", ttlSeconds: 600 });
    return () => endRun(caller, id, {});
  },
  "answers a question": async ({ caller, ask, question }) => {
    const { id } = await ask("wire");
    const questionId = await question(id);
    return () => answerQuestion(caller, id, questionId, { text: "That one." });
  },
  "pulls a stop":
    async ({ agent, caller }) =>
    () =>
      pullStop(caller, { scope: { type: "agent", id: agent.id } }),
};

describe("on a key that was revoked since its holder was let in", () => {
  it.each(Object.keys(deeds))("an agent that %s is refused, and nothing changes", async (name) => {
    const made = await setUp();
    const go = await deeds[name]!(made);
    await db().apiKey.update({ where: { id: made.caller.keyId }, data: { revokedAt: new Date() } });
    const { workspaceId } = made.caller;
    const before = await db().auditStaged.count({ where: { workspaceId } });
    await expect(go()).rejects.toMatchObject({ code: "key_revoked" });
    expect(await db().auditStaged.count({ where: { workspaceId } })).toBe(before);
  });

  it.each(Object.keys(deeds))("while it is good, an agent %s", async (name) => {
    const made = await setUp();
    const go = await deeds[name]!(made);
    const before = await db().auditStaged.count({ where: { workspaceId: made.caller.workspaceId } });
    await go();
    expect(await db().auditStaged.count({ where: { workspaceId: made.caller.workspaceId } })).toBe(before + 1);
  });
});
