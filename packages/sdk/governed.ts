/**
 * A tool of any framework under oversight. What every adapter needs: a key made from the call's id, so that asking twice is asking once;
 * the question and the wait; the action read again, since a repeated question gives its first answer; the permit taken inside the execution;
 * the outcome reported; and a sentence for the model about whatever did not run.
 */
import type { Permitted, Signalbox, WaitOptions } from "./client.ts";
import { describeUsedPermit, NotApprovedError, SignalboxError } from "./errors.ts";
import { sameJson } from "./json.ts";
import { pick } from "./pick.ts";
import type { OnQuestion } from "./questions.ts";
import type { ActionStream } from "./stream.ts";
import type { Action, ActionRequest, JsonObject } from "./types.ts";

export interface GovernedTool<Result> {
  /** The action's name in the catalog. */
  name: string;
  /** Is called on a permit only, with the parameters that were decided. */
  run: (parameters: JsonObject, permitted: Permitted) => Promise<Result> | Result;
  /** Adds what only the application knows. It must give the same for the same call; the parameters are always the call's arguments. */
  describe?: (call: ToolCall) => Omit<Partial<ActionRequest>, "parameters" | "action">;
}

export interface ToolCall {
  /** The framework's id of this call, of any length. The same call again, in this process or another, has the same. */
  id: string;
  args: JsonObject;
}

export interface GovernedOptions {
  signalbox: Signalbox;
  /** What makes the calls' ids unique where they are not: the thread, the run, the conversation. */
  scope: string;
  lease?: ActionStream;
  timeoutSeconds?: number;
  /** Answers what people ask about a call while it waits for them, as in `wait` of the client. */
  onQuestion?: OnQuestion;
  /** A stream that is open, which may be that of the lease: with it questions come at once. */
  stream?: ActionStream;
}

/** What became of a call. `text` is for the model wherever there is something to tell it. */
export type Governed<Result> =
  | { ran: true; result: Result; action: Action; text?: string }
  | { ran: false; code: string; text: string; action?: Action };

/**
 * The tool as a function to be called by a framework. Whatever keeps it from running is an answer, not an error, so that the model hears of it.
 * @throws whatever `run` throws, after it was reported; {@link SignalboxError} `still_pending`, `aborted`, `unreachable` and the refusal of the
 * key (401, 403): nothing is decided then, nothing has run, and the same call can be made again
 */
export function governed<Result>(tool: GovernedTool<Result>, options: GovernedOptions) {
  const { signalbox, scope, lease } = options;
  return async (call: ToolCall, signal?: AbortSignal): Promise<Governed<Result>> => {
    const request: ActionRequest = {
      toolCallId: call.id,
      ...tool.describe?.(call),
      action: tool.name,
      parameters: call.args,
    };
    const waiting = { ...(signal ? { signal } : {}), ...pick(options, "timeoutSeconds", "onQuestion", "stream") };
    const decided = await decideCall(signalbox, request, `governed:${scope}:${tool.name}:${call.id}`, waiting);
    if ("text" in decided) return { ran: false, code: decided.code, text: decided.text };
    const { action } = decided;
    let began = false;
    try {
      const run = (parameters: JsonObject, permitted: Permitted) => {
        began = true;
        return tool.run(parameters, permitted);
      };
      const result = await signalbox.runPermitted(action, run, {
        ...(signal ? { signal } : {}),
        ...(lease ? { lease } : {}),
      });
      return { ran: true, result, action, ...(isEdited(action) ? { text: describeEdit(action) } : {}) };
    } catch (error) {
      if (began || !(error instanceof SignalboxError) || error.code === "aborted") throw error;
      return { ran: false, code: error.code, text: await describeUnrun(signalbox, action, error), action };
    }
  };
}

/** Statuses with which Signalbox refuses a question itself: something the model can mend, so it is told. */
const refusedQuestion = new Set([400, 413, 422]);

/**
 * Asks under a key, waits (from the first moment on, so that whoever answers questions listens), and gives the action as it stands now; or, where the
 * request itself was refused, the sentence that says what to mend.
 * @throws {SignalboxError} for everything else that keeps a decision from coming
 */
export async function decideCall(
  signalbox: Signalbox,
  request: ActionRequest,
  key: string,
  options: WaitOptions = {},
): Promise<{ action: Action } | { code: string; text: string }> {
  const signal = options.signal ? { signal: options.signal } : {};
  let asked: Action;
  try {
    asked = await signalbox.ask(request, { idempotencyKey: key, ...signal });
  } catch (error) {
    if (
      !(error instanceof SignalboxError) ||
      error.code === "idempotency_key_reused" ||
      !(refusedQuestion.has(error.status) || error.code === "unsendable")
    )
      throw error;
    const faults = error.errors.map((fault) => ` ${fault.path}: ${fault.message}`).join(";");
    return {
      code: error.code,
      text: `The call of ${request.action} was not run: Signalbox refused the request (${error.code}). ${error.message}${faults}`,
    };
  }
  if (asked.status === "pending") return { action: await signalbox.wait(asked.id, options) };
  return { action: await signalbox.get(asked.id, signal) };
}

/** Whether a reviewer replaced the parameters. */
export function isEdited(action: Action): boolean {
  return !sameJson(action.finalParameters ?? action.parameters, action.parameters);
}

/** Tells the model that its call was replaced; otherwise it takes the result for a mistake and tries its own arguments again. */
export function describeEdit(edit: Action): string {
  const reason = edit.decision?.reason.text.trim() ?? "";
  return (
    `A reviewer replaced the arguments of this call before it ran. It ran once, with ${JSON.stringify(edit.finalParameters)}.` +
    `${reason === "" ? "" : ` Reason: ${reason}`} Do not repeat the call with its original arguments.`
  );
}

/** Why a decided call did not run now, as a sentence for the model; of a permit that was used, what came of it as far as anybody knows. */
export async function describeUnrun(signalbox: Signalbox, action: Action, error: SignalboxError): Promise<string> {
  if (error instanceof NotApprovedError) return error.message;
  if (error.code === "permit_consumed") {
    const now = await signalbox.get(action.id).catch(() => action);
    return describeUsedPermit(now.execution === null ? { ...now, execution: { status: "started" } } : now);
  }
  return refusalOf(action.action, error);
}

export function refusalOf(name: string, error: SignalboxError): string {
  const why: Record<string, string> = {
    unreachable: "Signalbox cannot be reached, so nothing may run",
    permit_expired: "its permit ran out before it was used",
    stopped: "a stop is in force",
  };
  return `The call of ${name} was not run: ${why[error.code] ?? "Signalbox gave no permit"} (${error.code}). ${error.message}`;
}
