/** The client against the real routes and a real Postgres: what the client's own tests take for the contract is the contract. */
import { createAgent, tool, ToolMessage, type BaseMessage } from "langchain";
import { MemorySaver } from "@langchain/langgraph";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import * as actions from "@/app/api/v1/actions/route";
import * as batch from "@/app/api/v1/actions/batch/route";
import * as one from "@/app/api/v1/actions/[id]/route";
import * as cancel from "@/app/api/v1/actions/[id]/cancel/route";
import * as decisions from "@/app/api/v1/actions/[id]/decisions/route";
import * as executions from "@/app/api/v1/actions/[id]/executions/route";
import * as outcome from "@/app/api/v1/actions/[id]/outcome/route";
import * as self from "@/app/api/v1/agents/self/route";
import * as stops from "@/app/api/v1/stops/route";
import * as stream from "@/app/api/v1/stream/route";
import * as runs from "@/app/api/v1/runs/route";
import * as endRun from "@/app/api/v1/runs/[id]/end/route";
import { db } from "@/lib/platform/db/client";
import { makeWorld } from "@/lib/testing/world";
import { Signalbox } from "./client.ts";
import { digestOf } from "./digest.ts";
import { describeRefusal, SignalboxError } from "./errors.ts";
import { signalboxOversight } from "./langchain.ts";
import { ScriptedModel, toolCalls } from "./scripted-model.ts";
import type { Action } from "./types.ts";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
const onAction: Record<string, Partial<Record<string, Handler>>> = { "": one, cancel, decisions, executions, outcome };

/** Answers as the server would, without a port: the path leads to the route's own handler. */
async function routed(input: string, init: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  received.push(input.slice(new URL(input).origin.length));
  const [, , , collection, id = "", verb = ""] = new URL(input).pathname.split("/");
  const module: Partial<Record<string, Handler>> | undefined =
    collection === "runs"
      ? id === ""
        ? runs
        : endRun
      : collection === "stops"
        ? stops
        : collection === "stream"
          ? stream
          : collection === "agents"
            ? self
            : id === ""
              ? actions
              : id === "batch"
                ? batch
                : onAction[verb];
  const handler = module?.[request.method];
  if (!handler) throw new Error(`no route for ${request.method} ${input}`);
  return handler(request, { params: Promise.resolve({ id }) });
}

let workspaceId: string;
let supervisor: string;
let bystander: string;
let signalbox: Signalbox;
/** Every path that was called, with its query. */
const received: string[] = [];

beforeEach(async () => {
  const world = await makeWorld();
  workspaceId = world.workspaceId;
  supervisor = (await world.person("admin")).token;
  const { key } = await world.agent({ scopes: ["actions:write", "actions:read", "runs:write"] });
  bystander = (await world.agent()).id;
  received.length = 0;
  signalbox = new Signalbox({ baseUrl: "http://signalbox.test", apiKey: key, fetch: routed, retryForSeconds: 2 });
});

async function decide(action: Action, decision: object): Promise<void> {
  const response = await routed(`http://signalbox.test/api/v1/actions/${action.id}/decisions`, {
    method: "POST",
    headers: { Authorization: `Bearer ${supervisor}`, "Content-Type": "application/json" },
    body: JSON.stringify({ seenDigest: action.digest, ...decision }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

const pay = { action: "pay_invoice", parameters: { invoice: "4711", amount: 12 } };

describe("the client and the server agree", () => {
  it("an action that the catalog does not know waits for a person; edited, it runs with the edited parameters and reports", async () => {
    const asked = await signalbox.ask(pay);
    expect(asked).toMatchObject({ zone: "red", status: "pending", permit: null, kind: "finance", ...pay });
    const waiting = signalbox.wait(asked.id);
    await decide(asked, { decision: "edit", parameters: { invoice: "4711", amount: 5 }, reason: { text: "Half" } });
    const result = await signalbox.runPermitted(await waiting, (parameters) => parameters);
    expect(result).toEqual({ invoice: "4711", amount: 5 });
    expect(asked.digest).toBe(digestOf(asked, pay.parameters));
    expect(await signalbox.get(asked.id)).toMatchObject({
      execution: { status: "succeeded", result },
      decision: { outcome: "edit" },
    });
    await expect(signalbox.execute(asked.id, asked.digest)).rejects.toMatchObject({ status: 409 });
    await expect(signalbox.report(asked.id, { status: "failed" })).rejects.toMatchObject({
      code: "outcome_already_reported",
    });
  });

  it("a rejection's reason comes back, and nothing runs", async () => {
    // Looked at from the beginning: the rejection may be there before the answer to the decision is.
    const refused = expect(signalbox.guarded(pay, () => expect.unreachable())).rejects.toMatchObject({
      code: "not_approved",
      message: expect.stringContaining("Paid already") as unknown,
    });
    const [asked] = await until(() => db().action.findMany({ where: { workspaceId, status: "pending" } }));
    await decide(await signalbox.get(asked?.id ?? ""), { decision: "reject", reason: { text: "Paid already" } });
    await refused;
  });

  it("the same idempotency key asks once; with another body it is refused", async () => {
    const first = await signalbox.ask(pay, { idempotencyKey: "k" });
    expect((await signalbox.ask(pay, { idempotencyKey: "k" })).id).toBe(first.id);
    await expect(signalbox.ask({ ...pay, parameters: {} }, { idempotencyKey: "k" })).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    expect((await signalbox.cancel(first.id)).status).toBe("cancelled");
  });

  it("a batch answers each on its own, and faults carry their paths", async () => {
    const [good, bad] = await signalbox.askBatch([pay, { ...pay, confidence: 2 }]);
    expect(good).toMatchObject({ status: "pending" });
    expect(bad).toBeInstanceOf(SignalboxError);
    expect(bad).toMatchObject({ code: "invalid_request", errors: [{ path: "confidence" }] });
  });

  it("a run's token asks for the run, until the run has ended", async () => {
    const { run, signalbox: inRun } = await signalbox.startRun({ task: "Close the quarter", ttlSeconds: 60 });
    expect((await inRun.ask(pay)).runId).toBe(run.id);
    await signalbox.endRun(run.id);
    await expect(inRun.ask(pay)).rejects.toBeInstanceOf(SignalboxError);
  });

  it("a stop aborts what is guarded, and one of another agent does not, for a key that may only ask and read", async () => {
    const lease = signalbox.stream();
    await lease.ready();
    const asked = await signalbox.ask(pay);
    const guard = lease.guard(asked);
    const pull = (agentId: string) =>
      routed("http://signalbox.test/api/v1/stops", {
        method: "POST",
        headers: { Authorization: `Bearer ${supervisor}`, "Content-Type": "application/json" },
        body: JSON.stringify({ scope: { type: "agent", id: agentId }, reason: "drill" }),
      });
    const looks = () => received.filter((path) => path.startsWith("/api/v1/stops?")).length;
    await pull(bystander);
    await until(async () => (looks() > 0 ? [true] : []));
    expect(guard.signal.aborted).toBe(false);
    await pull(asked.agentId);
    await until(async () => (guard.signal.aborted ? [true] : []));
    expect(guard.signal.reason).toMatchObject({ code: "lease_lost", message: "A stop was pulled: drill" });
    guard.release();
    lease.close();
    expect(await signalbox.ask(pay)).toMatchObject({ status: "denied" });
  });

  it("says of a denial for want of room how much waits, and what to do before asking again", async () => {
    await db().workspace.update({ where: { id: workspaceId }, data: { maxPendingPerAgent: 1 } });
    const held = { action: "refund", parameters: { amount: 1 } };
    expect(await signalbox.ask(held)).toMatchObject({ status: "pending" });
    const denied = await signalbox.ask(held);
    expect(describeRefusal(denied)).toBe(
      'The action "refund" was not run: it was denied. Reason: No more than 1 action of this agent may wait for people, and this would be one more. Nobody was asked about this one. Wait until some of them are decided, or cancel those that are no longer needed, before asking again.',
    );
  });

  it.each([
    ["a LangChain agent", false],
    ["a LangChain agent inside a tool of another", true],
  ])("%s runs the edited call and is told why the other was rejected", async (_name, nested) => {
    const ran: unknown[] = [];
    const schema = z.object({ amount: z.number() });
    const record = (name: string) =>
      tool((args: { amount: number }) => `${name} ${ran.push([name, args.amount])}`, {
        name,
        description: name,
        schema,
      });
    const oversight = signalboxOversight({ signalbox, interruptOn: { refund: true, notify: true } });
    const heard: BaseMessage[][] = [];
    const model = new ScriptedModel([
      toolCalls(
        [
          { name: "refund", args: { amount: 12 }, id: "c1" },
          { name: "notify", args: { amount: 1 }, id: "c2" },
        ],
        "The customer is right.",
      ),
      (messages) => (heard.push(messages), toolCalls([], "finished")),
    ]);
    const checkpointer = new MemorySaver();
    const refunder = { model, tools: [record("refund"), record("notify")], middleware: [...oversight.middleware] };
    const delegate = tool(
      async (_args: { amount: number }, runtime) => (
        await createAgent(refunder).invoke({ messages: [{ role: "user", content: "go" }] }, runtime), "done"
      ),
      { name: "delegate", description: "delegate", schema },
    );
    const agent = nested
      ? createAgent({
          model: new ScriptedModel([
            toolCalls([{ name: "delegate", args: { amount: 1 }, id: "d1" }]),
            toolCalls([], "finished"),
          ]),
          tools: [delegate],
          checkpointer,
        })
      : createAgent({ ...refunder, checkpointer });
    const work = oversight.invoke(
      agent,
      { messages: [{ role: "user", content: "go" }] },
      { configurable: { thread_id: "t" } },
    );
    const asked = await until(async () => {
      const rows = await db().action.findMany({ where: { workspaceId, action: { in: ["refund", "notify"] } } });
      return rows.length === 2 ? rows : [];
    });
    for (const { id, action } of asked) {
      await decide(
        await signalbox.get(id),
        action === "refund"
          ? { decision: "edit", parameters: { amount: 6 }, reason: { text: "half" } }
          : { decision: "reject", reason: { text: "too early" } },
      );
    }
    await work;
    expect(ran).toEqual([["refund", 6]]);
    const told = heard[0]?.filter((message) => ToolMessage.isInstance(message)).map((message) => message.text) ?? [];
    expect(told.join("\n")).toContain("too early");
    expect(told.join("\n")).toContain("half");
  });
});

async function until<T>(read: () => Promise<T[]>): Promise<T[]> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const found = await read();
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("nothing came");
}
