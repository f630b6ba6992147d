/**
 * Puts the tool calls that LangChain's human-in-the-loop middleware interrupts to Signalbox, and runs what was decided.
 *
 * The middleware's own `reject` discards every other call of the same model answer. So it is used only when nothing else is
 * left to run; otherwise a rejected call is answered by a tool message beside the resumption, which takes it off the
 * graph's list of calls to run, while its siblings go on. The guard is the second lock: whatever the graph does, a governed
 * tool runs only on a permit that it uses up itself, with the parameters that come with it.
 */
import { ToolMessage, humanInTheLoopMiddleware, type HumanInTheLoopMiddlewareConfig } from "langchain";
import { Command } from "@langchain/langgraph";
import type { Signalbox } from "./client.ts";
import { describeRefusal, SignalboxError } from "./errors.ts";
import { decideCall, isEdited } from "./governed.ts";
import { sameJson } from "./json.ts";
import { actionRequestFor, callOf, callsOf, type DescribeCall } from "./langchain-calls.ts";
import { signalboxGuard, stateKey, type DecidedCall } from "./langchain-guard.ts";
import { readToolInterrupt, writeToolResume, type Resolution, type ToolInterrupt } from "./langchain-interrupt.ts";
import type { ActionStream } from "./stream.ts";
import type { Action, ActionRequest } from "./types.ts";

export interface OversightOptions {
  signalbox: Signalbox;
  /** Which tools are governed, in the middleware's own words. */
  interruptOn: NonNullable<HumanInTheLoopMiddlewareConfig["interruptOn"]>;
  /** What to tell the reviewer beyond the call itself: resource, confidence, reasoning, cost, run. */
  describe?: DescribeCall;
  /** Without the lease of this stream no governed tool runs. */
  lease?: ActionStream;
}

export interface ResumeOptions {
  signal?: AbortSignal;
  /** Give up waiting after this long with `still_pending`; the graph stays interrupted and can be settled later. */
  timeoutSeconds?: number;
}

/** The part of an agent that is used here: what `createAgent` returns, or a compiled graph. */
export interface Resumable<Result> {
  graph?: Snapshots;
  getState?: unknown;
  invoke(input: unknown, config?: unknown): Promise<Result>;
}

interface Snapshots {
  getState(config: unknown): Promise<unknown>;
}

interface OpenInterrupt {
  id: string | undefined;
  interrupt: ToolInterrupt;
}

interface Decided {
  resolution: Resolution;
  /** Absent where Signalbox refused to take the request at all. */
  action?: Action;
}

type Guard = ReturnType<typeof signalboxGuard>;

export interface Oversight {
  /** The middleware that takes permits, for an agent that has LangChain's middleware already. */
  guard: Guard;
  /** For `createAgent({ middleware })`. An agent that has LangChain's middleware already takes `guard` alone beside it. */
  middleware: readonly [ReturnType<typeof humanInTheLoopMiddleware>, Guard];
  /**
   * Puts every waiting tool call of the thread to Signalbox, waits for the decisions and gives the command to resume with;
   * null when the thread is not waiting for tool approval. It reads the graph's own checkpoint and asks with keys made from
   * it, so a process that starts anew takes up where the last one stopped and nothing is asked twice.
   * @throws {SignalboxError} when Signalbox cannot be reached or refuses the key; the graph stays interrupted, nothing has run
   */
  resolve(agent: Resumable<unknown>, config: unknown, resume?: ResumeOptions): Promise<Command | null>;
  /** Carries an interrupted thread on until it ends or waits for something else. Undefined when it was not waiting. */
  settle<Result>(agent: Resumable<Result>, config: unknown, resume?: ResumeOptions): Promise<Result | undefined>;
  /** `agent.invoke`, with every interrupt for tool approval decided in Signalbox on the way. */
  invoke<Result>(agent: Resumable<Result>, input: unknown, config: unknown, resume?: ResumeOptions): Promise<Result>;
}

/** The middleware for `createAgent` and the functions that carry an interrupted agent on. */
export function signalboxOversight(options: OversightOptions): Oversight {
  const { signalbox } = options;
  const guard = signalboxGuard(options);

  async function resolve(agent: Resumable<unknown>, config: unknown, resume: ResumeOptions = {}): Promise<Command | null> {
    const { values, interrupts } = await readSnapshot(agent, config);
    const open = interrupts.flatMap(({ id, value }): OpenInterrupt[] => {
      const interrupt = readToolInterrupt(value);
      return interrupt ? [{ id, interrupt }] : [];
    });
    if (open.length === 0) return null;
    const ambiguous = ambiguity(values["messages"]);
    if (ambiguous !== undefined) return refuseAll(open, interrupts.length, ambiguous);
    if (!(stateKey in values)) {
      throw new SignalboxError("guard_missing", "The agent lacks Signalbox's middleware, so nothing would hold it to the decisions. Add oversight.middleware.");
    }
    const { message, calls } = callsOf(values["messages"]);
    const callIds = open.map(({ interrupt }) => matchCalls(interrupt, calls));
    const decided = await Promise.all(
      open.map(({ id, interrupt }, index) =>
        Promise.all(
          interrupt.reviews.map(async (review, position): Promise<Decided> => {
            const call = callOf(calls, callIds[index]?.[position]);
            const request = actionRequestFor(call, { message, description: review.description }, options.describe);
            return decide(signalbox, request, `langchain:${id ?? message.id ?? "?"}:${call.id}`, resume);
          }),
        ),
      ),
    );

    const state: Record<string, DecidedCall> = {};
    const rejected = new Map<string, string>();
    decided.forEach((group, index) =>
      group.forEach(({ resolution, action }, position) => {
        const id = callOf(calls, callIds[index]?.[position]).id;
        if (resolution.type === "reject") rejected.set(id, resolution.message);
        state[id] = {
          messageId: message.id ?? "",
          ...(action ? { actionId: action.id } : {}),
          ...(resolution.type === "reject" ? { refusal: resolution.message } : {}),
        };
      }),
    );
    const somethingRuns = calls.some((call) => !call.answered && !rejected.has(call.id));
    const answers = open.map(({ interrupt }, index) => {
      const resolutions = decided[index]?.map(({ resolution }) => resolution) ?? [];
      return writeToolResume(interrupt, resolutions.map((resolution, position) => toResume(interrupt, position, resolution, somethingRuns)));
    });
    const messages = [...rejected]
      .filter(() => somethingRuns)
      .filter(([id]) => !open.some(({ interrupt }) => interrupt.form === "per_call" && interrupt.reviews[0]?.toolCallId === id))
      .map(([id, content]) => new ToolMessage({ content, tool_call_id: id, name: callOf(calls, id).name, status: "error" }));
    return new Command({
      resume: resumeValue(open, answers, interrupts.length),
      update: { [stateKey]: state, ...(messages.length > 0 ? { messages } : {}) },
    });
  }

  async function settle<Result>(agent: Resumable<Result>, config: unknown, resume: ResumeOptions = {}): Promise<Result | undefined> {
    let result: Result | undefined;
    for (;;) {
      const command = await resolve(agent, config, resume);
      if (command === null) {
        if (result === undefined) await requireNothingLeft(agent, config);
        return result;
      }
      result = await agent.invoke(command, config);
    }
  }

  async function invoke<Result>(agent: Resumable<Result>, input: unknown, config: unknown, resume: ResumeOptions = {}): Promise<Result> {
    const result = await agent.invoke(input, config);
    return (await settle(agent, config, resume)) ?? result;
  }

  return {
    guard,
    middleware: [humanInTheLoopMiddleware({ interruptOn: options.interruptOn }), guard],
    resolve,
    settle,
    invoke,
  };
}

async function decide(signalbox: Signalbox, request: ActionRequest, key: string, resume: ResumeOptions): Promise<Decided> {
  const decided = await decideCall(signalbox, request, key, resume);
  if ("text" in decided) return { resolution: { type: "reject", message: decided.text } };
  const { action } = decided;
  if (action.status !== "approved") return { action, resolution: { type: "reject", message: describeRefusal(action) } };
  return { action, resolution: isEdited(action) ? { type: "edit", args: action.finalParameters ?? action.parameters } : { type: "approve" } };
}

/** Why the calls of the last answer cannot be told apart, if they cannot. */
function ambiguity(messages: unknown): string | undefined {
  try {
    callsOf(messages);
    return undefined;
  } catch (error) {
    if (error instanceof SignalboxError && error.code === "ambiguous_calls") return error.message;
    throw error;
  }
}

/** Nothing of such an answer runs, and the model hears why: a thread that waits for ever helps nobody. */
function refuseAll(open: OpenInterrupt[], interruptCount: number, why: string): Command {
  const answers = open.map(({ interrupt }) =>
    writeToolResume(
      interrupt,
      // Where a rejection is not allowed the call is let through here, and refused by the guard for the same reason.
      interrupt.reviews.map(({ allowed }): Resolution => (allowed.has("reject") ? { type: "reject", message: why } : { type: "approve" })),
    ),
  );
  return new Command({ resume: resumeValue(open, answers, interruptCount) });
}

/** @throws {SignalboxError} `left_in_the_middle` when the thread waits for nobody and is not at its end: its process died, or another one is at it */
async function requireNothingLeft(agent: Resumable<unknown>, config: unknown): Promise<void> {
  const { next, interrupts } = await readSnapshot(agent, config);
  if (next.length === 0 || interrupts.length > 0) return;
  throw new SignalboxError(
    "left_in_the_middle",
    `The thread waits for no decision, but is not at its end: it was left before ${next.join(", ")}. If another process is at it, let that one finish. If its process is gone, go on with ` +
      "oversight.invoke(agent, null, config): calls that had not begun run on their decisions, and of those whose permit was used the model hears that they may have run and what to look at.",
  );
}

/** How one resolution is put to the middleware, given what it allows and whether a rejection would discard other calls. */
function toResume(interrupt: ToolInterrupt, position: number, resolution: Resolution, somethingRuns: boolean): Resolution {
  const allowed = interrupt.reviews[position]?.allowed;
  if (resolution.type === "reject") {
    const ownAnswer = interrupt.form === "per_call" || !somethingRuns;
    const allReject = interrupt.reviews.every((review) => review.allowed.has("reject"));
    // Else the call is let through here and stopped by its tool message and the guard.
    return ownAnswer && allReject ? resolution : { type: "approve" };
  }
  // Where the middleware takes no edits, the guard still runs the call with the edited parameters.
  return resolution.type === "edit" && !allowed?.has("edit") ? { type: "approve" } : resolution;
}

function resumeValue(open: OpenInterrupt[], answers: unknown[], interruptCount: number): unknown {
  if (interruptCount === 1 && open[0]?.interrupt.form === "together") return answers[0];
  return Object.fromEntries(
    open.map(({ id }, index) => {
      if (id === undefined) throw new SignalboxError("unknown_interrupt", "One of several interrupts has no id to answer it by.");
      return [id, answers[index]];
    }),
  );
}

/** The ids of the calls that an interrupt speaks of. @throws {SignalboxError} rather than guess between equal calls */
function matchCalls(interrupt: ToolInterrupt, calls: ReturnType<typeof callsOf>["calls"]): string[] {
  const taken = new Set<string>();
  return interrupt.reviews.map((review) => {
    const same = calls.filter((call) =>
      review.toolCallId === undefined ? call.name === review.name && sameJson(call.args, review.args) && !call.answered : call.id === review.toolCallId,
    );
    const asked = interrupt.reviews.filter((other) => other.name === review.name && sameJson(other.args, review.args));
    const call = same.find(({ id }) => !taken.has(id));
    if (call === undefined || (review.toolCallId === undefined && same.length > asked.length)) {
      throw new SignalboxError("unknown_interrupt", `The interrupt for ${review.name} does not match exactly one call of the model's last answer.`);
    }
    taken.add(call.id);
    return call.id;
  });
}

interface Snapshot {
  /** The nodes that would run next. */
  next: string[];
  values: Record<string, unknown>;
  interrupts: { id: string | undefined; value: unknown }[];
}

async function readSnapshot(agent: Resumable<unknown>, config: unknown): Promise<Snapshot> {
  const graph: unknown = agent.graph ?? agent;
  if (!hasSnapshots(graph)) throw new TypeError("Give the agent that createAgent returned, or a compiled graph.");
  const snapshot: unknown = await graph.getState(config);
  const values = isObject(snapshot) && isObject(snapshot["values"]) ? snapshot["values"] : {};
  const tasks = isObject(snapshot) ? listOf(snapshot["tasks"]) : [];
  const interrupts = tasks.flatMap((task) => (isObject(task) ? listOf(task["interrupts"]) : []));
  return {
    values,
    next: isObject(snapshot) ? listOf(snapshot["next"]).map(String) : [],
    interrupts: interrupts.filter(isObject).map(({ id, value }) => ({ id: typeof id === "string" ? id : undefined, value })),
  };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function hasSnapshots(value: unknown): value is Snapshots {
  return isObject(value) && typeof value["getState"] === "function";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

