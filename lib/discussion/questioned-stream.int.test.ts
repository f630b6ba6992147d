import { describe, expect, it } from "vitest";
import * as answerRoute from "@/app/api/v1/actions/[id]/questions/[questionId]/answer/route";
import * as messagesRoute from "@/app/api/v1/actions/[id]/messages/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { call } from "@/lib/testing/call";
import { type HeardStream, listenToStream } from "@/lib/testing/stream";
import { makeWorld } from "@/lib/testing/world";

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const write = async (token: string, id: string, kind: string) =>
  (await call(messagesRoute.POST, { token, params: { id }, body: { kind, text: "Which invoice?" } })).json as {
    id: string;
  };
const ofDiscussion = ({ heard }: HeardStream) =>
  heard
    .filter(({ event }) => /^action\.(commented|questioned|answered)$/.test(event))
    .map(({ event, data }) => [event, (JSON.parse(data) as { subjectId: string }).subjectId]);
const beat = (stream: HeardStream, times: number) =>
  expect.poll(() => stream.heard.filter(({ event }) => event === "heartbeat").length).toBeGreaterThan(times);

async function setUp() {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "red" });
  const [agent, other, supervisor] = [await world.agent(), await world.agent(), await world.person("supervisor")];
  const start = async () =>
    (await call(runsRoute.POST, { token: agent.key, body: { task: "close the books" } })).json as {
      id: string;
      token: string;
    };
  const [run, beside] = [await start(), await start()];
  const { id } = (await call(actionsRoute.POST, { token: run.token, body: { action: "wire", parameters: {} } }))
    .json as { id: string };
  return { agent, other, supervisor, run, beside, id };
}

describe("what is written about an action", () => {
  it("is told once: to people all of it, to its agent that it is asked, to a run's token only of that run, to no other agent", {
    timeout: 30_000,
  }, async () => {
    const { agent, other, supervisor, run, beside, id } = await setUp();
    const streams = await Promise.all(
      [supervisor.token, agent.key, run.token, beside.token, other.key].map((token) => listenToStream(bearer(token))),
    );
    await Promise.all(streams.map((stream) => beat(stream, 0)));
    await write(supervisor.token, id, "comment");
    const question = await write(supervisor.token, id, "question");
    await call(answerRoute.POST, {
      token: agent.key,
      params: { id, questionId: question.id },
      body: { text: "For 88213." },
    });
    await Promise.all(streams.map((stream) => beat(stream, 2)));
    await Promise.all(streams.map((stream) => stream.leave()));
    const asked = [["action.questioned", id]];
    expect(streams.map(ofDiscussion)).toEqual([
      [["action.commented", id], ...asked, ["action.answered", id]],
      asked,
      asked,
      [],
      [],
    ]);
  });

  it("is told to an agent that was away when it was asked: each action once, to a run's token only of that run", {
    timeout: 30_000,
  }, async () => {
    const { agent, other, supervisor, run, beside, id } = await setUp();
    const from = Date.now();
    await write(supervisor.token, id, "comment");
    await write(supervisor.token, id, "question");
    await write(supervisor.token, id, "question");
    const streams = await Promise.all(
      [agent.key, run.token, beside.token, other.key].map((token) =>
        listenToStream({ ...bearer(token), "Last-Event-ID": `0.0.${from}` }),
      ),
    );
    await Promise.all(streams.map((stream) => beat(stream, 1)));
    await Promise.all(streams.map((stream) => stream.leave()));
    const asked = [["action.questioned", id]];
    expect(streams.map(ofDiscussion)).toEqual([asked, asked, [], []]);
  });
});
