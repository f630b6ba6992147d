import { expect, it, vi } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as messagesRoute from "@/app/api/v1/actions/[id]/messages/route";
import * as answerRoute from "@/app/api/v1/actions/[id]/questions/[questionId]/answer/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { db, pool } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

interface Listed {
  id: string;
  digest: string;
  questions: { open: number; answered: number };
}

async function setUp() {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "red" });
  const [agent, supervisor] = [await world.agent(), await world.person("supervisor")];
  const hold = async () =>
    (await call(actionsRoute.POST, { token: agent.key, body: { action: "wire", parameters: {} } }))
      .json as unknown as Listed;
  const write = async (id: string, kind: "comment" | "question") =>
    String(
      (await call(messagesRoute.POST, { token: supervisor.token, params: { id }, body: { kind, text: "Which?" } }))
        .json["id"],
    );
  const answer = (id: string, questionId: string) =>
    call(answerRoute.POST, { token: agent.key, params: { id, questionId }, body: { text: "That one." } });
  const read = async (token: string, id: string) =>
    ((await call(actionRoute.GET, { token, params: { id } })).json as unknown as Listed).questions;
  /** Of each listed action its counts, and how many statements read messages for all of them. */
  async function listed(query: string) {
    const asked = vi.spyOn(pool(), "query");
    const { items } = (await call(actionsRoute.GET, { token: supervisor.token, path: `/api/v1/actions?${query}` }))
      .json as unknown as { items: Listed[] };
    const statements = asked.mock.calls.filter((given) => JSON.stringify(given).includes("action_messages")).length;
    asked.mockRestore();
    return { questions: Object.fromEntries(items.map((item) => [item.id, item.questions])), statements };
  }
  return { agent, supervisor, hold, write, answer, read, listed };
}

it("each action of the queue says how many questions wait for its agent and how many it answered, read in one statement for all", async () => {
  const { agent, supervisor, hold, write, answer, read, listed } = await setUp();
  const silent = await hold();
  expect(silent.questions).toEqual({ open: 0, answered: 0 });
  const [commented, asked, answered, both] = [await hold(), await hold(), await hold(), await hold()];
  await write(commented.id, "comment");
  await write(asked.id, "question");
  await answer(answered.id, await write(answered.id, "question"));
  await answer(both.id, await write(both.id, "question"));
  for (let more = 0; more < 2; more += 1) await write(both.id, "question");

  const expected = {
    [silent.id]: { open: 0, answered: 0 },
    [commented.id]: { open: 0, answered: 0 },
    [asked.id]: { open: 1, answered: 0 },
    [answered.id]: { open: 0, answered: 1 },
    [both.id]: { open: 2, answered: 1 },
  };
  for (const query of ["status=pending&sort=queue", "status=pending&sort=queue&for=me", "sort=newest"]) {
    const { questions, statements } = await listed(query);
    expect(questions).toEqual(expected);
    expect(statements).toBe(1);
  }
  // What a row is renewed from, and what the agent reads, say the same.
  for (const token of [supervisor.token, agent.key])
    expect(await read(token, both.id)).toEqual({ open: 2, answered: 1 });
});

it("no question is open once nobody could answer it: decided, or its time up", async () => {
  const { supervisor, hold, write, answer, read, listed } = await setUp();
  const [decided, over] = [await hold(), await hold()];
  for (const { id } of [decided, over]) {
    await answer(id, await write(id, "question"));
    await write(id, "question");
    expect(await read(supervisor.token, id)).toEqual({ open: 1, answered: 1 });
  }
  await call(decisionsRoute.POST, {
    token: supervisor.token,
    params: { id: decided.id },
    body: { decision: "reject", seenDigest: decided.digest, reason: { text: "no" } },
  });
  await db().action.update({ where: { id: over.id }, data: { expiresAt: new Date(Date.now() - 1) } });
  const closed = { open: 0, answered: 1 };
  expect((await listed("sort=newest")).questions).toEqual({ [decided.id]: closed, [over.id]: closed });
});
