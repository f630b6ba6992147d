import { readAction, readExecution, readItems, readQuestion, readRun } from "./answers.ts";
import { digestOf } from "./digest.ts";
import { NotApprovedError, SignalboxError } from "./errors.ts";
import { answerQuestions, type OnQuestion } from "./questions.ts";
import { plainOutcome, sendableOutcome, sendableRequest } from "./sendable.ts";
import { headerKey, wordsOf } from "./text.ts";
import { exactJson } from "./exact-json.ts";
import { pick } from "./pick.ts";
import { ActionStream, type StreamOptions } from "./stream.ts";
import { isProblem, pause, Transport, type TransportOptions } from "./transport.ts";
import type { Action, ActionRequest, Execution, Outcome, Question, Run, RunRequest } from "./types.ts";

export interface SignalboxOptions extends TransportOptions {
  /** Told of what must not interrupt the agent's work but should be seen, such as an outcome that could not be reported. By default a process warning. */
  onWarning?: (error: SignalboxError) => void;
}

export interface AskOptions {
  /** The server holds its answer until the action is decided, or this long. At most 60. Default 0. */
  waitSeconds?: number;
  /** Asking twice with one key is asking once. By default every call has a key of its own, shared by its retries. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export interface WaitOptions {
  /** Give up after this long with `still_pending`. By default waits until the action is decided or expires. */
  timeoutSeconds?: number;
  signal?: AbortSignal;
  /** Answers what people ask about the action while it waits. Each question comes once; what goes wrong with it is a warning. */
  onQuestion?: OnQuestion;
  /** A stream that is open: with it questions come at once, without it they are looked for every five seconds. */
  stream?: ActionStream;
}

export interface CallOptions {
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export interface GuardedOptions extends WaitOptions {
  idempotencyKey?: string;
  /** A stream with its lease: nothing starts without the lease, and losing it aborts the signal that `run` is given. */
  lease?: ActionStream;
  /** What to report of a result. By default the result itself, where it is JSON of a reasonable size. */
  outcome?: (result: unknown) => Omit<Outcome, "status"> & { status?: Outcome["status"] };
}

/** What a guarded piece of work is given. */
export interface Permitted {
  action: Action;
  signal: AbortSignal;
}

/** The client of an agent: ask, wait, execute, report. Every failure is a {@link SignalboxError}. */
export class Signalbox {
  private readonly transport: Transport;
  private readonly onWarning: (error: SignalboxError) => void;

  constructor(private readonly options: SignalboxOptions) {
    this.transport = new Transport(options);
    this.onWarning = options.onWarning ?? ((error) => process.emitWarning(error));
  }

  /** Puts an action to the gate. Safe to lose the answer: retries carry the same idempotency key. */
  async ask(action: ActionRequest, options: AskOptions = {}): Promise<Action> {
    return this.transport.json<Action>({
      method: "POST",
      path: "/api/v1/actions",
      body: sendableRequest(action),
      read: readAction,
      idempotencyKey: headerKey(options.idempotencyKey ?? crypto.randomUUID()),
      ...(options.waitSeconds === undefined ? {} : { waitSeconds: options.waitSeconds }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  }

  /** Puts up to 100 actions at once. Each is judged on its own, so each item is an action or the error it met. */
  async askBatch(actions: ActionRequest[], options: CallOptions = {}): Promise<(Action | SignalboxError)[]> {
    const sendable = actions.map((action) => attempt(() => sendableRequest(action, 2)));
    const sent = sendable.filter((request): request is ActionRequest => !(request instanceof SignalboxError));
    const answered = sent.length === 0 && actions.length > 0 ? [] : await this.batch(sent, options);
    return sendable.map((request) =>
      request instanceof SignalboxError
        ? request
        : (answered.shift() ?? new SignalboxError("invalid_response", "The batch's answer ended early.")),
    );
  }

  private async batch(actions: ActionRequest[], options: CallOptions): Promise<(Action | SignalboxError)[]> {
    const { items } = await this.transport.json<{ items: unknown[] }>({
      method: "POST",
      path: "/api/v1/actions/batch",
      body: { actions },
      idempotencyKey: headerKey(options.idempotencyKey ?? crypto.randomUUID()),
      read: readItems,
      ...(options.signal ? { signal: options.signal } : {}),
    });
    if (items.length !== actions.length)
      throw new SignalboxError(
        "invalid_response",
        `The batch of ${actions.length} was answered with ${items.length} items.`,
      );
    return items.map((item) => (isProblem(item) ? SignalboxError.fromProblem(item) : readAction(item)));
  }

  async get(
    id: string,
    options: { waitSeconds?: number; signal?: AbortSignal; retryForSeconds?: number } = {},
  ): Promise<Action> {
    return this.transport.json<Action>({
      method: "GET",
      path: `/api/v1/actions/${encodeURIComponent(id)}`,
      read: readAction,
      ...options,
    });
  }

  /**
   * Waits until the action is no longer pending, through restarts and outages of the server.
   * @throws {SignalboxError} `still_pending` after `timeoutSeconds`; `aborted`; the server's own refusal (401, 403, 404)
   */
  async wait(id: string, options: WaitOptions = {}): Promise<Action> {
    const { onQuestion, stream } = options;
    if (!onQuestion) return this.waitAlone(id, options);
    const over = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, over.signal]) : over.signal;
    void answerQuestions(this, id, { onQuestion, stream, warn: (error) => this.warn(error) }, signal);
    try {
      return await this.waitAlone(id, options);
    } finally {
      over.abort();
    }
  }

  private async waitAlone(id: string, options: WaitOptions): Promise<Action> {
    const until = Date.now() + (options.timeoutSeconds ?? Infinity) * 1000;
    for (;;) {
      const leftSeconds = Math.max(0, (until - Date.now()) / 1000);
      const started = Date.now();
      const action = await this.get(id, {
        waitSeconds: Math.min(30, leftSeconds),
        retryForSeconds: leftSeconds,
        ...(options.signal ? { signal: options.signal } : {}),
      });
      if (action.status !== "pending") return action;
      if (Date.now() >= until) throw new SignalboxError("still_pending", `Action ${id} is still pending.`);
      // A server that does not hold the answer must not be asked in a tight loop.
      if (Date.now() - started < 500) await pause(500, options.signal);
    }
  }

  /** What people ask about an action of one's own, oldest first; comments among people are not for agents. */
  async questions(actionId: string, options: { answered?: boolean; signal?: AbortSignal } = {}): Promise<Question[]> {
    const narrowed = options.answered === undefined ? "" : `&answered=${options.answered}`;
    const { items } = await this.transport.json<{ items: unknown[] }>({
      method: "GET",
      path: `/api/v1/actions/${encodeURIComponent(actionId)}/questions?limit=200${narrowed}`,
      read: readItems,
      ...pick(options, "signal"),
    });
    return items.map(readQuestion);
  }

  /**
   * Answers a question, once, while the action is pending.
   * @throws {SignalboxError} `already_answered`; `already_decided` once the action is decided or its time is up
   */
  async answer(actionId: string, questionId: string, text: string, options: CallOptions = {}): Promise<Question> {
    return this.post<Question>(
      `/api/v1/actions/${encodeURIComponent(actionId)}/questions/${encodeURIComponent(questionId)}/answer`,
      { text },
      readQuestion,
      options,
    );
  }

  /** Uses up the permit, once. Run exactly the parameters that come back. */
  async execute(id: string, digest: string, options: CallOptions = {}): Promise<Execution> {
    return this.post<Execution>(
      `/api/v1/actions/${encodeURIComponent(id)}/executions`,
      { digest },
      readExecution,
      options,
    );
  }

  /**
   * Reports what became of an executed action, once. What cannot be sent of a result is replaced, and the report says so; an outcome that the server
   * refuses all the same is reported without what it refuses.
   */
  async report(id: string, outcome: Outcome, options: CallOptions = {}): Promise<Action> {
    const path = `/api/v1/actions/${encodeURIComponent(id)}/outcome`;
    try {
      return await this.send(path, sendableOutcome(outcome), readAction, options);
    } catch (error) {
      if (
        !(error instanceof SignalboxError) ||
        ![400, 413, 422].includes(error.status) ||
        error.code === "idempotency_key_reused"
      )
        throw error;
      // Another body needs another key.
      const again = options.idempotencyKey === undefined ? {} : { idempotencyKey: `${options.idempotencyKey}:plain` };
      return this.send(path, plainOutcome(outcome, error), readAction, { ...options, ...again });
    }
  }

  /** Withdraws an action that is still pending. */
  async cancel(id: string, options: CallOptions = {}): Promise<Action> {
    return this.post<Action>(`/api/v1/actions/${encodeURIComponent(id)}/cancel`, {}, readAction, options);
  }

  /** Starts a run. `signalbox` is a client that holds the run's token, which dies with the run. */
  async startRun(request: RunRequest, options: CallOptions = {}): Promise<{ run: Run; signalbox: Signalbox }> {
    const run = await this.post<Run>("/api/v1/runs", request, readRun, options);
    return { run, signalbox: new Signalbox({ ...this.options, apiKey: run.token }) };
  }

  async endRun(id: string, options: CallOptions = {}): Promise<void> {
    await this.post<unknown>(`/api/v1/runs/${encodeURIComponent(id)}/end`, {}, (body) => body, options);
  }

  /** Opens the event stream, which carries the lease: without it the agent must treat itself as stopped. */
  stream(options: StreamOptions = {}): ActionStream {
    return new ActionStream(this.transport, options);
  }

  /**
   * Asks, waits, takes the permit, runs with the decided parameters, reports. The whole contract in one call.
   * @throws {NotApprovedError} when the action may not run
   * @throws {SignalboxError} when asking or taking the permit failed; nothing has run then
   * @throws whatever `run` throws, after it was reported as failed
   */
  async guarded<T>(
    request: ActionRequest,
    run: (parameters: Record<string, unknown>, permitted: Permitted) => Promise<T> | T,
    options: GuardedOptions = {},
  ): Promise<T> {
    // Whoever answers questions listens from the first moment.
    const asked = await this.ask(request, {
      waitSeconds: options.onQuestion ? 0 : 30,
      ...pick(options, "idempotencyKey", "signal"),
    });
    const action =
      asked.status === "pending"
        ? await this.wait(asked.id, pick(options, "timeoutSeconds", "signal", "onQuestion", "stream"))
        : asked;
    return this.runPermitted(action, run, options);
  }

  /** The second half of {@link guarded}, for an action that has been decided. */
  async runPermitted<T>(
    action: Action,
    run: (parameters: Record<string, unknown>, permitted: Permitted) => Promise<T> | T,
    options: GuardedOptions = {},
  ): Promise<T> {
    const guard = options.lease?.guard(action);
    const signals = [options.signal, guard?.signal].filter((signal) => signal !== undefined);
    const signal = signals.length > 0 ? AbortSignal.any(signals) : new AbortController().signal;
    try {
      if (guard?.signal.aborted) throw guard.signal.reason;
      const parameters = await this.takePermit(action, signal);
      let result: T;
      try {
        result = await run(parameters, { action, signal });
      } catch (error) {
        await this.reportLate(action.id, { status: "failed", error: wordsOf(error) });
        throw error;
      }
      await this.reportLate(action.id, outcomeOf(result, options.outcome));
      return result;
    } finally {
      guard?.release();
    }
  }

  /**
   * Uses up the permit of a decided action and gives the parameters to run. The permit is left alone where its digest is not
   * that of what was shown as decided.
   * @throws {SignalboxError} `parameters_mismatch` when what would run is not what was decided
   */
  async takePermit(action: Action, signal?: AbortSignal): Promise<Record<string, unknown>> {
    if (action.status !== "approved" || action.permit === null) throw new NotApprovedError(action);
    const { digest } = action.permit;
    if (digestOf(action, action.finalParameters ?? action.parameters) !== digest) {
      throw new SignalboxError(
        "parameters_mismatch",
        "The permit's digest is not that of the action that was shown as decided.",
      );
    }
    if (action.decision?.outcome === "approve" && digest !== action.digest) {
      throw new SignalboxError("parameters_mismatch", "The action was approved as asked, yet with other parameters.");
    }
    const { parameters } = await this.execute(action.id, digest, signal ? { signal } : {});
    if (digestOf(action, parameters) !== digest) {
      await this.reportLate(action.id, {
        status: "failed",
        error: "Not run: the parameters differ from those that were decided.",
      });
      throw new SignalboxError("parameters_mismatch", "The parameters to run differ from those that were decided.");
    }
    return parameters;
  }

  /** Reports after the fact: the work is done or undone whatever becomes of the report, so a failure is only told. */
  async reportLate(id: string, outcome: Outcome): Promise<void> {
    try {
      await this.report(id, outcome);
    } catch (cause) {
      this.warn(
        new SignalboxError(
          "outcome_unreported",
          `The outcome of action ${id} (${outcome.status}) could not be reported: ${wordsOf(cause)}`,
          { cause },
        ),
      );
    }
  }

  private warn(warning: SignalboxError): void {
    try {
      this.onWarning(warning);
    } catch (error) {
      // Whoever is told must not undo what was done by failing at it.
      process.emitWarning(warning.message, { detail: `The listener for warnings failed: ${wordsOf(error)}` });
    }
  }

  private post<T>(path: string, body: unknown, read: (body: unknown) => T, options: CallOptions): Promise<T> {
    return this.send(path, exactJson(body, "", 0), read, options);
  }

  private send<T>(path: string, body: unknown, read: (body: unknown) => T, options: CallOptions): Promise<T> {
    return this.transport.json<T>({
      method: "POST",
      path,
      body,
      read,
      idempotencyKey: headerKey(options.idempotencyKey ?? crypto.randomUUID()),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  }
}

/** What is reported of work that is done: also when the caller's own account of it cannot be made. */
function outcomeOf(result: unknown, account: GuardedOptions["outcome"]): Outcome {
  if (account === undefined) return { status: "succeeded", result };
  try {
    return { status: "succeeded", ...account(result) };
  } catch (error) {
    return {
      status: "succeeded",
      result: {
        reported: result,
        replaced: [{ path: "", what: `The function that makes the outcome of the result failed: ${wordsOf(error)}` }],
      },
    };
  }
}

function attempt<T>(work: () => T): T | SignalboxError {
  try {
    return work();
  } catch (error) {
    if (error instanceof SignalboxError) return error;
    throw error;
  }
}
