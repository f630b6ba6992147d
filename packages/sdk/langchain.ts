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
import type { Signalbox, WaitOptions } from "./client.ts";
import { describeRefusal, SignalboxError } from "./errors.ts";
import { decideCall, isEdited } from "./governed.ts";
import { sameJson } from "./json.ts";
import { pick } from "./pick.ts";
import type { OnQuestion } from "./questions.ts";
import { actionRequestFor, callOf, callsOf, type DescribeCall } from "./langchain-calls.ts";
import { guardKey, signalboxGuard, stateKey, type DecidedCall } from "./langchain-guard.ts";
import { readToolInterrupt, writeToolResume, type Resolution, type ToolInterrupt } from "./langchain-interrupt.ts";
import { leftInTheMiddle, readThread, valuesInside, type Resumable } from "./langchain-threads.ts";
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
  /** Answers what people ask about a call while it waits for them, as in `wait` of the client. */
  onQuestion?: OnQuestion;
  /** A stream that is open, which may be that of the lease: with it questions come at once. */
  stream?: ActionStream;
}

/**
 * As in `wait` of the client. After `timeoutSeconds` the graph stays interrupted and can be settled later. An `onQuestion` that is given here takes the
 * place of the oversight's own, for one that knows this thread.
 */
export type ResumeOptions = WaitOptions;

interface OpenInterrupt {
  id: string | undefined;
  interrupt: ToolInterrupt;
  /** An agent inside a tool raised it. */
  inside: boolean;
  /** The state of the agent that raised it. */
  values: Record<string, unknown>;
}

/** What interrupts are resumed with, and what the graph's state is to say beside. */
interface Answered {
  answers: [OpenInterrupt, unknown][];
  update?: Record<string, unknown>;
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

  async function resolve(
    agent: Resumable<unknown>,
    config: unknown,
    given: ResumeOptions = {},
  ): Promise<Command | null> {
    const resume = { ...pick(options, "onQuestion", "stream"), ...given };
    const { values, waiting } = await readThread(agent, config);
    const open: OpenInterrupt[] = [];
    for (const one of waiting) {
      const interrupt = readToolInterrupt(one.value);
      if (interrupt === null) continue;
      const inner = await valuesInside(agent, config, one);
      open.push({ id: one.id, interrupt, inside: inner !== undefined, values: inner ?? values });
    }
    if (open.length === 0) return null;
    for (const one of open) requireGuard(one);
    const [own, inside] = [open.filter((one) => !one.inside), open.filter((one) => one.inside)];
    const answered = await Promise.all([
      decideOwn(own, values["messages"], resume),
      ...inside.map((one) => decideInside(one, resume)),
    ]);
    const answers = answered.flatMap((each) => each.answers);
    const update = answered[0]?.update;
    return new Command({ resume: resumeValue(answers, waiting.length), ...(update ? { update } : {}) });
  }

  /** Decides what the graph itself waits for. */
  async function decideOwn(open: OpenInterrupt[], given: unknown, resume: ResumeOptions): Promise<Answered> {
    if (open.length === 0) return { answers: [] };
    const ambiguous = ambiguity(given);
    if (ambiguous !== undefined) return { answers: open.map((one) => [one, refuseAll(one.interrupt, ambiguous)]) };
    const { message, calls } = callsOf(given);
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
    const answers = open.map((one, index): [OpenInterrupt, unknown] => {
      const resolutions = decided[index]?.map(({ resolution }) => resolution) ?? [];
      return [
        one,
        writeToolResume(
          one.interrupt,
          resolutions.map((resolution, position) => toResume(one.interrupt, position, resolution, somethingRuns)),
        ),
      ];
    });
    const messages = [...rejected]
      .filter(() => somethingRuns)
      .filter(
        ([id]) =>
          !open.some(({ interrupt }) => interrupt.form === "per_call" && interrupt.reviews[0]?.toolCallId === id),
      )
      .map(
        ([id, content]) =>
          new ToolMessage({ content, tool_call_id: id, name: callOf(calls, id).name, status: "error" }),
      );
    return { answers, update: { [stateKey]: state, ...(messages.length > 0 ? { messages } : {}) } };
  }

  /**
   * Decides what an agent inside a tool waits for. A command cannot write that agent's state, so its calls are asked under its guard's own key and
   * let through to it: the guard asks again, in whichever process it runs, is given the same decision, and holds the call to it.
   */
  async function decideInside(one: OpenInterrupt, resume: ResumeOptions): Promise<Answered> {
    const given = one.values["messages"];
    const ambiguous = ambiguity(given);
    if (ambiguous !== undefined) return { answers: [[one, refuseAll(one.interrupt, ambiguous)]] };
    const { message, calls } = callsOf(given);
    await Promise.all(
      matchCalls(one.interrupt, calls).map((id) => {
        const request = actionRequestFor(callOf(calls, id), { message, description: undefined }, options.describe);
        return decideCall(signalbox, request, guardKey(message, id), resume);
      }),
    );
    return {
      answers: [
        [
          one,
          writeToolResume(
            one.interrupt,
            one.interrupt.reviews.map((): Resolution => ({ type: "approve" })),
          ),
        ],
      ],
    };
  }

  async function settle<Result>(
    agent: Resumable<Result>,
    config: unknown,
    resume: ResumeOptions = {},
  ): Promise<Result | undefined> {
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

  async function invoke<Result>(
    agent: Resumable<Result>,
    input: unknown,
    config: unknown,
    resume: ResumeOptions = {},
  ): Promise<Result> {
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

async function decide(
  signalbox: Signalbox,
  request: ActionRequest,
  key: string,
  resume: ResumeOptions,
): Promise<Decided> {
  const decided = await decideCall(signalbox, request, key, resume);
  if ("text" in decided) return { resolution: { type: "reject", message: decided.text } };
  const { action } = decided;
  if (action.status !== "approved") return { action, resolution: { type: "reject", message: describeRefusal(action) } };
  return {
    action,
    resolution: isEdited(action)
      ? { type: "edit", args: action.finalParameters ?? action.parameters }
      : { type: "approve" },
  };
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

/** @throws {SignalboxError} `guard_missing` where nothing would hold the agent to what is decided */
function requireGuard({ interrupt, inside, values }: OpenInterrupt): void {
  if (stateKey in values) return;
  const names = interrupt.reviews.map(({ name }) => name).join(", ");
  throw new SignalboxError(
    "guard_missing",
    inside
      ? `An agent inside a tool wants to call ${names} and lacks Signalbox's middleware, so nothing would hold it to the decision. The call has not run. Add oversight.middleware to that agent as well, and settle the thread again.`
      : "The agent lacks Signalbox's middleware, so nothing would hold it to the decisions. Add oversight.middleware.",
  );
}

/** Nothing of such an answer runs, and the model hears why: a thread that waits for ever helps nobody. */
function refuseAll(interrupt: ToolInterrupt, why: string): unknown {
  return writeToolResume(
    interrupt,
    // Where a rejection is not allowed the call is let through here, and refused by the guard for the same reason.
    interrupt.reviews.map(
      ({ allowed }): Resolution => (allowed.has("reject") ? { type: "reject", message: why } : { type: "approve" }),
    ),
  );
}

/** @throws {SignalboxError} `left_in_the_middle` when the thread waits for nobody and is not at its end */
async function requireNothingLeft(agent: Resumable<unknown>, config: unknown): Promise<void> {
  const { next, waiting } = await readThread(agent, config);
  if (next.length > 0 && waiting.length === 0) throw leftInTheMiddle(`before ${next.join(", ")}`);
}

/** How one resolution is put to the middleware, given what it allows and whether a rejection would discard other calls. */
function toResume(
  interrupt: ToolInterrupt,
  position: number,
  resolution: Resolution,
  somethingRuns: boolean,
): Resolution {
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

function resumeValue(answers: [OpenInterrupt, unknown][], interruptCount: number): unknown {
  const [[first, alone] = []] = answers;
  if (interruptCount === 1 && first?.interrupt.form === "together" && !first.inside) return alone;
  return Object.fromEntries(
    answers.map(([{ id }, answer]) => {
      if (id === undefined)
        throw new SignalboxError("unknown_interrupt", "One of several interrupts has no id to answer it by.");
      return [id, answer];
    }),
  );
}

/** The ids of the calls that an interrupt speaks of. @throws {SignalboxError} rather than guess between equal calls */
function matchCalls(interrupt: ToolInterrupt, calls: ReturnType<typeof callsOf>["calls"]): string[] {
  const taken = new Set<string>();
  return interrupt.reviews.map((review) => {
    const same = calls.filter((call) =>
      review.toolCallId === undefined
        ? call.name === review.name && sameJson(call.args, review.args) && !call.answered
        : call.id === review.toolCallId,
    );
    const asked = interrupt.reviews.filter((other) => other.name === review.name && sameJson(other.args, review.args));
    const call = same.find(({ id }) => !taken.has(id));
    if (call === undefined || (review.toolCallId === undefined && same.length > asked.length)) {
      throw new SignalboxError(
        "unknown_interrupt",
        `The interrupt for ${review.name} does not match exactly one call of the model's last answer.`,
      );
    }
    taken.add(call.id);
    return call.id;
  });
}
