import { describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as messagesRoute from "@/app/api/v1/actions/[id]/messages/route";
import * as answerRoute from "@/app/api/v1/actions/[id]/questions/[questionId]/answer/route";
import * as questionsRoute from "@/app/api/v1/actions/[id]/questions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { roles } from "@/lib/platform/permissions.rules";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { maxMessageLength, maxWritten } from "./discussion.rules";
import type { ActionMessage, Question } from "./discussion.schemas";

async function setUp() {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent();
  const supervisor = await world.person("supervisor");
  return { world, agent, supervisor, action: await ask(agent.key) };
}
const ask = async (token: string, more: object = {}) =>
  (await call(actionsRoute.POST, { token, body: { action: "wire", parameters: {}, ...more } })).json as { id: string };
const write = (
  token: string,
  id: string,
  kind: string,
  text: unknown = "Which invoice?",
  headers: Record<string, string> = {},
) => call(messagesRoute.POST, { token, params: { id }, body: { kind, text }, headers });
const read = async (token: string, id: string, query = "") =>
  (await call(messagesRoute.GET, { token, params: { id }, path: `/api/v1/actions/${id}/messages${query}` })).json as {
    items: ActionMessage[];
    nextCursor: string | null;
  };
const questions = (token: string, id: string, query = "") =>
  call(questionsRoute.GET, { token, params: { id }, path: `/api/v1/actions/${id}/questions${query}` });
const answer = (token: string, id: string, questionId: string, text: unknown = "For 88213.") =>
  call(answerRoute.POST, { token, params: { id, questionId }, body: { text } });
const cancel = (token: string, id: string) => call(cancelRoute.POST, { token, params: { id }, method: "POST" });
const staged = (actionId: string) =>
  db().auditStaged.findMany({
    where: { subjectId: actionId, event: { in: ["action.commented", "action.questioned", "action.answered"] } },
    orderBy: { id: "asc" },
  });
const codeOf = ({ status, json }: { status: number; json: Record<string, unknown> }) => [status, json["code"]];

describe("what is written about an action", () => {
  it("is read oldest first by everybody who reads the action, with who, when and what it answers", async () => {
    const { world, agent, supervisor, action } = await setUp();
    const viewer = await world.person("viewer");
    await write(supervisor.token, action.id, "comment", "  The budget is spent.  ");
    const { json: question } = await write(supervisor.token, action.id, "question");
    await answer(agent.key, action.id, String(question["id"]));
    const { items, nextCursor } = await read(viewer.token, action.id);
    const by = { type: "person", id: supervisor.id, name: supervisor.name };
    expect(items).toMatchObject([
      { kind: "comment", text: "The budget is spent.", by, questionId: null, actionId: action.id },
      { kind: "question", text: "Which invoice?", by },
      { kind: "answer", text: "For 88213.", by: { type: "agent", id: agent.id }, questionId: question["id"] },
    ]);
    expect(nextCursor).toBeNull();
    expect(items[0]?.id).toMatch(/^msg_[0-9a-z]{26}$/);
  });

  it("comes in pages that miss and repeat none", async () => {
    const { supervisor, action } = await setUp();
    for (const text of ["a", "b", "c"]) await write(supervisor.token, action.id, "comment", text);
    const first = await read(supervisor.token, action.id, "?limit=2");
    const second = await read(supervisor.token, action.id, `?limit=2&cursor=${String(first.nextCursor)}`);
    expect([...first.items, ...second.items].map(({ text }) => text)).toEqual(["a", "b", "c"]);
    expect(second.nextCursor).toBeNull();
  });

  it("has exactly one audit entry each, in the order in which it was written, whose leaf tells none of the words", async () => {
    const { agent, supervisor, action } = await setUp();
    await write(supervisor.token, action.id, "comment", "About Mrs Weber");
    const { json: question } = await write(supervisor.token, action.id, "question", "For Mrs Weber?");
    await answer(agent.key, action.id, String(question["id"]), "Yes, Mrs Weber");
    const entries = await staged(action.id);
    expect(entries.map(({ event, actorType, actorId }) => [event, actorType, actorId])).toEqual([
      ["action.commented", "person", supervisor.id],
      ["action.questioned", "person", supervisor.id],
      ["action.answered", "agent", agent.id],
    ]);
    for (const { leaf } of entries) expect(Buffer.from(leaf).toString()).not.toContain("Weber");
    const leaves = entries.map(({ leaf }) => JSON.parse(Buffer.from(leaf).toString()) as { facts: object });
    expect(leaves[1]?.facts).toEqual({ agentId: agent.id, messageId: question["id"] });
    expect(leaves[2]?.facts).toMatchObject({ agentId: agent.id, questionId: question["id"] });
    const kept = await db().auditPrivate.findMany({
      where: { entryId: { in: entries.map(({ entryId }) => entryId) } },
    });
    expect(kept.map(({ body }) => (body as { text: string }).text).sort()).toEqual([
      "About Mrs Weber",
      "For Mrs Weber?",
      "Yes, Mrs Weber",
    ]);
  });

  it("is written once under one idempotency key", async () => {
    const { supervisor, action } = await setUp();
    const key = { "Idempotency-Key": newId("request") };
    const first = await write(supervisor.token, action.id, "comment", "Once", key);
    const again = await write(supervisor.token, action.id, "comment", "Once", key);
    expect([first.status, again.status, again.json["id"]]).toEqual([201, 201, first.json["id"]]);
    expect((await read(supervisor.token, action.id)).items).toHaveLength(1);
    expect(await staged(action.id)).toHaveLength(1);
  });

  it.each([
    ["no text", { kind: "comment" }, "text"],
    ["a blank text", { kind: "comment", text: " \n " }, "text"],
    ["a text too long", { kind: "question", text: "x".repeat(maxMessageLength + 1) }, "text"],
    ["an answer by a person", { kind: "answer", text: "x" }, "kind"],
    ["somebody else's name", { kind: "comment", text: "x", by: { id: "per_1", name: "Mallory" } }, "by"],
  ])("is refused with 400 for %s, naming the place", async (_, body, path) => {
    const { supervisor, action } = await setUp();
    const { status, json } = await call(messagesRoute.POST, {
      token: supervisor.token,
      params: { id: action.id },
      body,
    });
    expect([status, json["code"]]).toEqual([400, "invalid_request"]);
    expect((json["errors"] as { path: string }[]).map((fault) => fault.path)).toContain(path);
  });

  it("takes the longest text, and ends at its number: 409 too_many_messages, while every question still finds its answer", async () => {
    const { world, agent, supervisor, action } = await setUp();
    const { json: question } = await write(supervisor.token, action.id, "question", "x".repeat(maxMessageLength));
    const row = {
      workspaceId: world.workspaceId,
      actionId: action.id,
      agentId: agent.id,
      kind: "comment",
      byType: "person",
      byId: supervisor.id,
      byName: supervisor.name,
      text: "x",
      at: new Date(),
    };
    await db().actionMessage.createMany({
      data: Array.from({ length: maxWritten - 2 }, (_, at) => ({ ...row, id: newId("message"), place: at + 2 })),
    });
    // Two at the same moment: one is the last that fits.
    const both = await Promise.all([
      write(supervisor.token, action.id, "comment"),
      write(supervisor.token, action.id, "comment"),
    ]);
    expect(both.map(codeOf).sort()).toEqual([
      [201, undefined],
      [409, "too_many_messages"],
    ]);
    expect((await answer(agent.key, action.id, String(question["id"]))).status).toBe(201);
    expect(await db().actionMessage.count({ where: { actionId: action.id } })).toBe(maxWritten + 1);
  });

  it("stays as it was written: the application may neither change nor delete it", async () => {
    const { supervisor, action } = await setUp();
    await write(supervisor.token, action.id, "comment");
    await expect(
      db().actionMessage.updateMany({ where: { actionId: action.id }, data: { text: "x" } }),
    ).rejects.toThrow("permission denied");
    await expect(db().actionMessage.deleteMany({ where: { actionId: action.id } })).rejects.toThrow(
      "permission denied",
    );
  });

  it("goes on after the decision among people", async () => {
    const { agent, supervisor, action } = await setUp();
    await cancel(agent.key, action.id);
    expect((await write(supervisor.token, action.id, "comment")).status).toBe(201);
  });

  it("does not exist for another workspace", async () => {
    const { action } = await setUp();
    const elsewhere = await setUp();
    expect(
      (await call(messagesRoute.GET, { token: elsewhere.supervisor.token, params: { id: action.id } })).status,
    ).toBe(404);
    for (const kind of ["comment", "question"])
      expect((await write(elsewhere.supervisor.token, action.id, kind)).status).toBe(404);
    expect((await questions(elsewhere.agent.key, action.id)).status).toBe(404);
    expect(await db().actionMessage.count({ where: { actionId: action.id } })).toBe(0);
  });

  it("is read and written by people only, and questions are answered by agents only", async () => {
    const { agent, supervisor, action } = await setUp();
    const { json: question } = await write(supervisor.token, action.id, "question");
    expect(codeOf(await call(messagesRoute.GET, { token: agent.key, params: { id: action.id } }))).toEqual([
      403,
      "people_only",
    ]);
    expect(codeOf(await write(agent.key, action.id, "comment"))).toEqual([403, "people_only"]);
    expect(codeOf(await questions(supervisor.token, action.id))).toEqual([403, "agents_only"]);
    expect(codeOf(await answer(supervisor.token, action.id, String(question["id"])))).toEqual([403, "agents_only"]);
  });
});

describe("who may write", () => {
  it("comments: everybody but a viewer; questions: whoever may decide this action", async () => {
    const { world, action } = await setUp();
    const said: Record<string, unknown> = {};
    for (const role of roles) {
      const { token } = await world.person(role);
      said[role] = [
        (await write(token, action.id, "comment")).status,
        (await write(token, action.id, "question")).status,
      ];
    }
    const commentsOnly = [201, 403];
    expect(said).toEqual({
      admin: [201, 201],
      supervisor: [201, 201],
      governance: commentsOnly,
      reliability: commentsOnly,
      context: commentsOnly,
      finops: commentsOnly,
      annotator: commentsOnly,
      viewer: [403, 403],
    });
    await db().action.update({ where: { id: action.id }, data: { escalatedRole: "governance" } });
    const [governance, supervisor] = [await world.person("governance"), await world.person("supervisor")];
    expect((await write(governance.token, action.id, "question")).status).toBe(201);
    expect(codeOf(await write(supervisor.token, action.id, "question"))).toEqual([403, "forbidden"]);
  });

  it("questions about one's own: nobody, as nobody decides them", async () => {
    const { world, supervisor } = await setUp();
    const own = await world.agent({ createdById: supervisor.id });
    const { id } = await ask(own.key);
    expect(codeOf(await write(supervisor.token, id, "question"))).toEqual([403, "own_action"]);
    expect((await write(supervisor.token, id, "comment")).status).toBe(201);
  });
});

describe("a question", () => {
  it("is seen by its agent with who asks, and no comment is", async () => {
    const { agent, supervisor, action } = await setUp();
    await write(supervisor.token, action.id, "comment", "Between ourselves");
    const { json: question } = await write(supervisor.token, action.id, "question");
    const { json, text } = await questions(agent.key, action.id);
    expect(json["items"]).toMatchObject([
      {
        id: question["id"],
        actionId: action.id,
        text: "Which invoice?",
        by: { id: supervisor.id, name: supervisor.name },
        answer: null,
      },
    ]);
    expect(text).not.toContain("ourselves");
  });

  it("is answered once, and is then no longer among those that wait", async () => {
    const { agent, supervisor, action } = await setUp();
    const [one, two] = [
      String((await write(supervisor.token, action.id, "question", "One?")).json["id"]),
      String((await write(supervisor.token, action.id, "question", "Two?")).json["id"]),
    ];
    const waiting = async (answered: boolean) =>
      ((await questions(agent.key, action.id, `?answered=${answered}`)).json as { items: Question[] }).items.map(
        ({ id }) => id,
      );
    const given = await answer(agent.key, action.id, one);
    expect([given.status, given.json]).toMatchObject([201, { id: one, text: "One?", answer: { text: "For 88213." } }]);
    expect([await waiting(false), await waiting(true)]).toEqual([[two], [one]]);
    const both = await Promise.all([
      answer(agent.key, action.id, two, "First"),
      answer(agent.key, action.id, two, "Second"),
    ]);
    expect(both.map(codeOf).sort()).toEqual([
      [201, undefined],
      [409, "already_answered"],
    ]);
    expect((await staged(action.id)).map(({ event }) => event)).toEqual([
      "action.questioned",
      "action.questioned",
      "action.answered",
      "action.answered",
    ]);
  });

  it("is neither asked nor answered once the action is decided, or its time is up: 409 already_decided", async () => {
    const { agent, supervisor, action } = await setUp();
    const { json: question } = await write(supervisor.token, action.id, "question");
    await db().action.update({ where: { id: action.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(codeOf(await write(supervisor.token, action.id, "question"))).toEqual([409, "already_decided"]);
    expect(codeOf(await answer(agent.key, action.id, String(question["id"])))).toEqual([409, "already_decided"]);
    await db().action.update({ where: { id: action.id }, data: { expiresAt: new Date(Date.now() + 60_000) } });
    await cancel(agent.key, action.id);
    expect(codeOf(await write(supervisor.token, action.id, "question"))).toEqual([409, "already_decided"]);
    expect(codeOf(await answer(agent.key, action.id, String(question["id"])))).toEqual([409, "already_decided"]);
    expect((await staged(action.id)).map(({ event }) => event)).toEqual(["action.questioned"]);
    expect(((await questions(agent.key, action.id)).json as { items: Question[] }).items).toHaveLength(1);
  });

  it("is another agent's to read and answer as little as a comment is to be answered", async () => {
    const { world, agent, supervisor, action } = await setUp();
    const other = await world.agent();
    const comment = String((await write(supervisor.token, action.id, "comment")).json["id"]);
    const question = String((await write(supervisor.token, action.id, "question")).json["id"]);
    const another = await ask(agent.key);
    expect((await questions(other.key, action.id)).status).toBe(404);
    expect((await answer(other.key, action.id, question)).status).toBe(404);
    expect((await answer(agent.key, action.id, comment)).status).toBe(404);
    expect((await answer(agent.key, another.id, question)).status).toBe(404);
    expect((await answer(agent.key, action.id, "msg_none")).status).toBe(404);
    expect((await answer(agent.key, action.id, question, " ")).status).toBe(400);
  });

  it("is reached by a run's token in its own run and under it, and nowhere else", async () => {
    const { agent, supervisor } = await setUp();
    const start = async (token: string, more: object = {}) =>
      (await call(runsRoute.POST, { token, body: { task: "close the books", ...more } })).json as {
        id: string;
        token: string;
      };
    const [run, beside] = [await start(agent.key), await start(agent.key)];
    const under = await start(run.token, { parentRunId: run.id });
    const action = await ask(under.token);
    const question = String((await write(supervisor.token, action.id, "question")).json["id"]);
    expect((await questions(beside.token, action.id)).status).toBe(404);
    expect((await answer(beside.token, action.id, question)).status).toBe(404);
    expect((await questions(run.token, action.id)).status).toBe(200);
    expect((await answer(run.token, action.id, question)).status).toBe(201);
  });

  it("is read with the right to read, and answered with the right to ask", async () => {
    const { world, action, supervisor } = await setUp();
    const question = String((await write(supervisor.token, action.id, "question")).json["id"]);
    const idle = await world.agent({ scopes: ["stops:write"] });
    expect(codeOf(await questions(idle.key, action.id))).toEqual([403, "missing_scope"]);
    expect(codeOf(await answer(idle.key, action.id, question))).toEqual([403, "missing_scope"]);
  });
});
