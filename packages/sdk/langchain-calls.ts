/** The tool calls of a model's answer, and the request that puts one of them to Signalbox. */
import { AIMessage, ToolMessage } from "langchain";
import { SignalboxError } from "./errors.ts";
import { shortText } from "./text.ts";
import type { ActionRequest, JsonObject } from "./types.ts";

export interface ModelCall {
  id: string;
  name: string;
  args: JsonObject;
  /** A tool message answers it already. */
  answered: boolean;
}

export interface CallContext {
  /** The model's answer that holds the call. */
  message: AIMessage;
  /** The description that the interrupt carried. */
  description: string | undefined;
}

/**
 * Adds to the request what only the application knows. Parameters are always the call's arguments: they are what is decided
 * and what runs. The agent's own words can only raise the risk, never lower it. It must give the same for the same call.
 */
export type DescribeCall = (
  call: Omit<ModelCall, "answered">,
  context: CallContext,
) => Omit<Partial<ActionRequest>, "parameters">;

/** The last answer of the model and its tool calls. @throws {SignalboxError} when calls cannot be told apart by their ids */
export function callsOf(messages: unknown): { message: AIMessage; calls: ModelCall[] } {
  const list: unknown[] = Array.isArray(messages) ? messages : [];
  const at = list.findLastIndex((candidate) => AIMessage.isInstance(candidate));
  const message = list[at];
  if (!AIMessage.isInstance(message))
    throw new SignalboxError("unknown_interrupt", "The thread holds no answer of the model.");
  // Only what follows the answer counts: models use an id again in a later answer.
  const answered = new Set(
    list.slice(at).flatMap((candidate) => (ToolMessage.isInstance(candidate) ? [candidate.tool_call_id] : [])),
  );
  const calls = (message.tool_calls ?? []).map((call): ModelCall => {
    if (call.id === undefined || call.id === "")
      throw new SignalboxError(
        "ambiguous_calls",
        `The call of ${call.name} has no id, so nothing of this answer was run: make the calls again, each with an id of its own.`,
      );
    return { id: call.id, name: call.name, args: call.args, answered: answered.has(call.id) };
  });
  if (new Set(calls.map(({ id }) => id)).size !== calls.length) {
    throw new SignalboxError(
      "ambiguous_calls",
      "Two tool calls of one answer share an id, so none of them was run: make the calls again, each with an id of its own.",
    );
  }
  return { message, calls };
}

export function callOf(calls: readonly ModelCall[], id: string | undefined): ModelCall {
  const call = calls.find((candidate) => candidate.id === id);
  if (call === undefined) throw new SignalboxError("unknown_interrupt", `There is no tool call ${id}.`);
  return call;
}

const LONGEST_SUMMARY = 4_000;

/** The request for one call: its name and arguments, the model's own words as its reasoning, and what the application adds. */
export function actionRequestFor(
  call: Omit<ModelCall, "answered">,
  context: CallContext,
  describe?: DescribeCall,
): ActionRequest {
  const words = context.message.text.trim();
  return {
    action: call.name,
    toolCallId: call.id,
    ...(words === "" ? {} : { reasoning: { summary: shortText(words, LONGEST_SUMMARY) } }),
    ...describe?.(call, context),
    parameters: call.args,
  };
}
