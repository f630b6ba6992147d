/** Questions and answers against the real routes and a real Postgres, while an agent waits. */
import { Command, MemorySaver } from "@langchain/langgraph";
import { createAgent, tool } from "langchain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import { makeWorld } from "@/lib/testing/world";
import { Signalbox } from "./client.ts";
import type { SignalboxError } from "./errors.ts";
import { governed } from "./governed.ts";
import { signalboxOversight } from "./langchain.ts";
import type { OnQuestion } from "./questions.ts";
import { ScriptedModel, toolCalls } from "./scripted-model.ts";
import type { ActionStream } from "./stream.ts";
import { serveRoutes } from "./testing/route-server.ts";
import type { Action, Question } from "./types.ts";

let workspaceId: string;
let server: Awaited<ReturnType<typeof serveRoutes>>;
let supervisor: { token: string; name: string };
let signalbox: Signalbox;
let warnings: SignalboxError[];
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  const world = await makeWorld();
  ({ workspaceId } = world);
  await world.actionType("pay", { zone: "red" });
  supervisor = await world.person("supervisor");
  const { key } = await world.agent();
  server = await serveRoutes();
  warnings = [];
  signalbox = new Signalbox({
    baseUrl: `http://127.0.0.1:${server.port}`,
    apiKey: key,
    onWarning: (error) => warnings.push(error),
    retryForSeconds: 2,
  });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await server.stop();
});

async function asSupervisor(path: string, body: object): Promise<{ id: string }> {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/actions/${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${supervisor.token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.clone().text()).toBeLessThan(300);
  return (await response.json()) as { id: string };
}
const ask = (id: string, text: string) => asSupervisor(`${id}/messages`, { kind: "question", text });
const reject = ({ id, digest }: Action) =>
  asSupervisor(`${id}/decisions`, { decision: "reject", seenDigest: digest, reason: { text: "no" } });
/** The id of the action that waits, once one does. */
async function waitingAction(): Promise<string> {
  const pending = () => db().action.findFirst({ where: { action: "pay", status: "pending", workspaceId } });
  await expect.poll(pending).not.toBeNull();
  return (await pending())!.id;
}
const answersTo = (actionId: string) =>
  db().actionMessage.findMany({ where: { actionId, kind: "answer" }, orderBy: { place: "asc" } });

describe("an agent that waits", () => {
  it("is asked once each, by the stream at once, and its answers are kept; leaving one open is no answer", async () => {
    const stream = signalbox.stream();
    closing.push(() => stream.close());
    await stream.ready();
    const action = await signalbox.ask({ action: "pay", parameters: {} });
    await ask(action.id, "Before it waited?");
    const met: Question[] = [];
    const waiting = signalbox.wait(action.id, {
      stream,
      onQuestion: (question) => {
        met.push(question);
        return question.text.includes("secret") ? undefined : `About “${question.text}”: yes.`;
      },
    });
    await expect.poll(() => answersTo(action.id)).toHaveLength(1);
    await ask(action.id, "While it waits?");
    await expect.poll(() => answersTo(action.id)).toHaveLength(2);
    const open = await ask(action.id, "What is your secret?");
    await expect.poll(() => met).toHaveLength(3);
    expect(met[0]).toMatchObject({ actionId: action.id, by: { name: supervisor.name }, answer: null });
    expect((await answersTo(action.id)).map(({ text }) => text)).toEqual([
      "About “Before it waited?”: yes.",
      "About “While it waits?”: yes.",
    ]);
    expect((await signalbox.questions(action.id, { answered: false })).map(({ id }) => id)).toEqual([open.id]);
    await reject(action);
    expect(await waiting).toMatchObject({ status: "denied" });
    expect(met).toHaveLength(3);
    expect(warnings).toEqual([]);
  });

  it("answers without a stream, and goes on waiting when its own answer fails", { timeout: 30_000 }, async () => {
    const action = await signalbox.ask({ action: "pay", parameters: {} });
    const waiting = signalbox.wait(action.id, {
      onQuestion: ({ text }) => {
        if (text === "Fail") throw new Error("the model is away");
        return "Yes.";
      },
    });
    await ask(action.id, "Fail");
    await ask(action.id, "Sure?");
    await expect.poll(() => answersTo(action.id), { timeout: 15_000 }).toHaveLength(1);
    expect(warnings.map(({ code, message }) => [code, message.includes("the model is away")])).toEqual([
      ["question_unanswered", true],
    ]);
    await reject(action);
    expect(await waiting).toMatchObject({ status: "denied" });
  });

  it("answers by hand, once, and not after the decision", async () => {
    const action = await signalbox.ask({ action: "pay", parameters: {} });
    const [one, two] = [await ask(action.id, "One?"), await ask(action.id, "Two?")];
    expect(await signalbox.answer(action.id, one.id, "Yes.")).toMatchObject({ id: one.id, answer: { text: "Yes." } });
    await expect(signalbox.answer(action.id, one.id, "No.")).rejects.toMatchObject({
      code: "already_answered",
      status: 409,
    });
    await reject(action);
    await expect(signalbox.answer(action.id, two.id, "Late.")).rejects.toMatchObject({
      code: "already_decided",
      status: 409,
    });
    expect((await signalbox.questions(action.id)).map(({ answer }) => answer?.text ?? null)).toEqual(["Yes.", null]);
  });

  it("is asked in guarded from the first moment on", async () => {
    const stream = signalbox.stream();
    closing.push(() => stream.close());
    await stream.ready();
    const guarded = signalbox.guarded({ action: "pay", parameters: {} }, () => "paid", {
      stream,
      onQuestion: () => "Yes.",
    });
    guarded.catch(() => undefined);
    const id = await waitingAction();
    await ask(id, "Sure?");
    await expect.poll(() => answersTo(id)).toHaveLength(1);
    await reject(await signalbox.get(id));
    await expect(guarded).rejects.toMatchObject({ name: "NotApprovedError" });
  });
});

interface Listening {
  onQuestion: OnQuestion;
  stream: ActionStream;
}

const going = { messages: [{ role: "user", content: "go" }] };
const schema = z.object({});
const call = toolCalls([{ name: "pay", args: {}, id: "c1" }]);
const finished = toolCalls([], "finished");

/** An agent of LangChain that wants to pay once, or hands on to one that does. */
function payer(listening: Partial<Listening>, nested = false) {
  const oversight = signalboxOversight({ signalbox, interruptOn: { pay: true }, ...listening });
  const inner = {
    model: new ScriptedModel([call, finished]),
    tools: [tool(() => "paid", { name: "pay", description: "Pays", schema })],
    middleware: [...oversight.middleware],
  };
  const delegate = tool(async (_args, runtime) => (await createAgent(inner).invoke(going, runtime), "done"), {
    name: "delegate",
    description: "Hands on",
    schema,
  });
  const outer = {
    model: new ScriptedModel([toolCalls([{ name: "delegate", args: {}, id: "d1" }]), finished]),
    tools: [delegate],
  };
  const checkpointer = new MemorySaver();
  return {
    oversight,
    agent: nested ? createAgent({ ...outer, checkpointer }) : createAgent({ ...inner, checkpointer }),
    config: { configurable: { thread_id: "t" } },
  };
}

const ways: [string, (listening: Listening) => Promise<unknown>][] = [
  [
    "a governed tool",
    (listening) =>
      governed({ name: "pay", run: () => "paid" }, { signalbox, scope: "t", ...listening })({ id: "c1", args: {} }),
  ],
  [
    "a LangChain agent",
    (listening) => {
      const { oversight, agent, config } = payer(listening);
      return oversight.invoke(agent, going, config);
    },
  ],
  [
    "a LangChain agent inside a tool of another",
    (listening) => {
      const { oversight, agent, config } = payer(listening, true);
      return oversight.invoke(agent, going, config);
    },
  ],
  [
    "a LangChain agent whose graph was resumed by hand, so that the guard waits",
    async (listening) => {
      const { agent, config } = payer(listening);
      await agent.invoke(going, config);
      return agent.invoke(new Command({ resume: { decisions: [{ type: "approve" }] } }), config);
    },
  ],
  [
    "a LangChain agent, by what was given for this thread rather than for all",
    ({ stream, onQuestion }) => {
      const { oversight, agent, config } = payer({ stream, onQuestion: () => "Nobody knows." });
      return oversight.invoke(agent, going, config, { onQuestion });
    },
  ],
];

describe.each(ways)("%s", (_name, start) => {
  it("is asked while its call waits, by the stream at once, and its answer is kept", async () => {
    const stream = signalbox.stream();
    closing.push(() => stream.close());
    await stream.ready();
    const work = start({ stream, onQuestion: ({ text }) => `About “${text}”: yes.` });
    work.catch(() => undefined);
    const id = await waitingAction();
    await ask(id, "Before it looked?");
    await expect.poll(() => answersTo(id), { timeout: 4_000 }).toHaveLength(1);
    // Without the stream it would be looked for no sooner than in five seconds.
    await ask(id, "While it waits?");
    await expect.poll(() => answersTo(id), { timeout: 4_000 }).toHaveLength(2);
    expect((await answersTo(id)).map(({ text }) => text)).toEqual([
      "About “Before it looked?”: yes.",
      "About “While it waits?”: yes.",
    ]);
    await reject(await signalbox.get(id));
    await work;
    expect(warnings).toEqual([]);
  });
});
