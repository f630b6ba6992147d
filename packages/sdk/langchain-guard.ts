/** The middleware that runs a governed tool only on a permit, with the parameters that were decided, and reports the outcome. */
import {
  createMiddleware,
  ToolMessage,
  type AIMessage,
  type HumanInTheLoopMiddlewareConfig,
  type ToolCallRequest,
} from "langchain";
import { isGraphInterrupt, ReducedValue, StateSchema, type Command } from "@langchain/langgraph";
import { z } from "zod";
import type { Signalbox, WaitOptions } from "./client.ts";
import { SignalboxError } from "./errors.ts";
import { decideCall, describeEdit, describeUnrun, isEdited, refusalOf } from "./governed.ts";
import { actionRequestFor, callsOf, type DescribeCall } from "./langchain-calls.ts";
import { pick } from "./pick.ts";
import { wordsOf } from "./text.ts";
import type { ActionStream } from "./stream.ts";
import type { Action, JsonObject } from "./types.ts";

/** The state channel that ties tool calls to their actions. Private (underscore): a caller of the agent cannot set it. */
export const stateKey = "_signalbox";

const DecidedCall = z.object({
  messageId: z.string(),
  actionId: z.string().optional(),
  refusal: z.string().optional(),
});
export type DecidedCall = z.infer<typeof DecidedCall>;
const DecidedCalls = z.record(z.string(), DecidedCall);

/** The key under which the guard asks for a call that it knows no decision about. */
export const guardKey = (message: AIMessage, callId: string): string =>
  `langchain:guard:${message.id ?? crypto.randomUUID()}:${callId}`;

const stateSchema = new StateSchema({
  [stateKey]: new ReducedValue(
    DecidedCalls.default(() => ({})),
    { reducer: mergeCalls },
  ),
});

/** Keeps only the calls of the answers that are being decided now: earlier ones are over. */
function mergeCalls(
  current: z.infer<typeof DecidedCalls>,
  update: z.infer<typeof DecidedCalls>,
): z.infer<typeof DecidedCalls> {
  const messages = new Set(Object.values(update).map(({ messageId }) => messageId));
  return {
    ...Object.fromEntries(Object.entries(current).filter(([, call]) => messages.has(call.messageId))),
    ...update,
  };
}

export interface GuardOptions extends Pick<WaitOptions, "onQuestion" | "stream"> {
  signalbox: Signalbox;
  interruptOn: NonNullable<HumanInTheLoopMiddlewareConfig["interruptOn"]>;
  describe?: DescribeCall;
  lease?: ActionStream;
}

/** A call that may start: the action whose permit was used up, and what runs. */
interface Permitted {
  action: Action;
  parameters: JsonObject;
  /** The action in which a reviewer replaced the arguments. */
  edit: Action | undefined;
}

/** Why a call does not start, as a sentence for the model. */
interface NotRun {
  code: string;
  text: string;
}

/**
 * Wraps every governed tool: takes the permit, runs with the decided parameters, reports. A governed call that comes without
 * a decision (because somebody resumed the graph by hand, say) is put to Signalbox here and waits in place. Whatever goes
 * wrong before the tool starts becomes the call's tool message, and the tool does not run.
 */
export function signalboxGuard(options: GuardOptions) {
  const { signalbox, interruptOn, describe, lease } = options;
  /** Permits of calls whose tool has itself interrupted the graph, and will be started again when it resumes. */
  const suspended = new Map<string, Permitted>();

  async function governed(request: ToolCallRequest): Promise<boolean> {
    const config = Object.hasOwn(interruptOn, request.toolCall.name) ? interruptOn[request.toolCall.name] : false;
    if (typeof config !== "object") return config === true;
    if (!config.when) return true;
    const { messages } = request.state;
    return config.when({
      toolCall: request.toolCall,
      tool: undefined,
      state: { ...request.state, messages },
      runtime: request.runtime,
    });
  }

  /** Asks, or hears again what was decided under this key. */
  async function ask(
    request: ToolCallRequest,
    parameters: JsonObject,
    key: (message: AIMessage) => string,
  ): Promise<{ action: Action } | NotRun> {
    const { id = "", name } = request.toolCall;
    const { message } = callsOf(request.state.messages);
    const { signal } = request.runtime;
    const question = actionRequestFor({ id, name, args: parameters }, { message, description: undefined }, describe);
    return decideCall(signalbox, question, key(message), {
      ...(signal ? { signal } : {}),
      ...pick(options, "onQuestion", "stream"),
    });
  }

  async function permitFor(request: ToolCallRequest, decided: DecidedCall | undefined): Promise<Permitted | NotRun> {
    if (decided?.refusal !== undefined) return { code: "not_approved", text: decided.refusal };
    const { id = "", args } = request.toolCall;
    const known =
      decided?.actionId === undefined
        ? await ask(request, args, (message) => guardKey(message, id))
        : { action: await signalbox.get(decided.actionId) };
    if ("text" in known) return known;
    const { action } = known;
    const started = suspended.get(action.id) ?? (await take(action, isEdited(action) ? action : undefined));
    if (!("text" in started) || started.code !== "permit_expired") return started;
    // Its siblings took longer to decide than the permit lasts: what was decided is asked again, and runs on a fresh permit.
    const again = await ask(request, action.finalParameters ?? action.parameters, () => `langchain:again:${action.id}`);
    return "text" in again ? again : take(again.action, [again.action, action].find(isEdited));
  }

  async function take(action: Action, edit: Action | undefined): Promise<Permitted | NotRun> {
    try {
      if (lease && !lease.leaseHeld)
        throw new SignalboxError(
          "lease_lost",
          "There is no live connection to Signalbox, so this agent counts as stopped.",
        );
      return { action, parameters: await signalbox.takePermit(action), edit };
    } catch (error) {
      if (!(error instanceof SignalboxError)) throw error;
      return { code: error.code, text: await describeUnrun(signalbox, action, error) };
    }
  }

  return createMiddleware({
    name: "SignalboxGuard",
    stateSchema,
    wrapToolCall: async (request, handler) => {
      const { toolCall } = request;
      let permitted: Permitted | NotRun;
      let decided: DecidedCall | undefined;
      try {
        const isGoverned = await governed(request);
        // Calls that cannot be told apart by their ids cannot be told whose decision is whose either.
        decided = isGoverned || stateKey in request.state ? decidedCall(request, isGoverned) : undefined;
        if (decided === undefined && !isGoverned) return handler(request);
        permitted = await permitFor(request, decided);
      } catch (error) {
        if (!(error instanceof SignalboxError)) throw error;
        permitted = { code: error.code, text: refusalOf(toolCall.name, error) };
      }
      if ("text" in permitted) return answer(toolCall, permitted.text);
      const { action, parameters, edit } = permitted;
      let result: ToolMessage | Command;
      try {
        result = await handler({ ...request, toolCall: { ...toolCall, args: parameters } });
      } catch (error) {
        if (isGraphInterrupt(error)) {
          suspended.set(decided?.actionId ?? action.id, permitted);
          throw error;
        }
        suspended.delete(decided?.actionId ?? action.id);
        const text = wordsOf(error);
        await signalbox.reportLate(action.id, { status: "failed", error: text });
        return answer(toolCall, withNotice(edit, `The tool failed: ${text}`));
      }
      suspended.delete(decided?.actionId ?? action.id);
      if (!ToolMessage.isInstance(result)) {
        await signalbox.reportLate(action.id, { status: "succeeded" });
        return result;
      }
      await signalbox.reportLate(
        action.id,
        result.status === "error"
          ? { status: "failed", error: result.text }
          : { status: "succeeded", result: result.content },
      );
      return noticed(result, edit);
    },
  });
}

/** The decision about this very call: an id that a model used before, in another answer, does not count. */
function decidedCall(request: ToolCallRequest, isGoverned: boolean): DecidedCall | undefined {
  const parsed = DecidedCalls.safeParse(request.state[stateKey]);
  const decided = parsed.success && request.toolCall.id !== undefined ? parsed.data[request.toolCall.id] : undefined;
  if (isGoverned) callsOf(request.state.messages);
  return decided !== undefined && callsOf(request.state.messages).message.id === decided.messageId
    ? decided
    : undefined;
}

function answer(toolCall: ToolCallRequest["toolCall"], content: string): ToolMessage {
  return new ToolMessage({ content, tool_call_id: toolCall.id ?? "", name: toolCall.name, status: "error" });
}

function withNotice(edit: Action | undefined, content: string): string {
  return edit === undefined ? content : `${describeEdit(edit)}\n\n${content}`;
}

function noticed(message: ToolMessage, edit: Action | undefined): ToolMessage {
  if (edit === undefined) return message;
  return new ToolMessage({
    content:
      typeof message.content === "string"
        ? withNotice(edit, message.content)
        : [{ type: "text", text: describeEdit(edit) }, ...message.content],
    tool_call_id: message.tool_call_id,
    additional_kwargs: message.additional_kwargs,
    response_metadata: message.response_metadata,
    ...(message.name === undefined ? {} : { name: message.name }),
    ...(message.id === undefined ? {} : { id: message.id }),
    ...(message.status === undefined ? {} : { status: message.status }),
    artifact: message.artifact as unknown,
  });
}
