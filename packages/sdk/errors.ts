import type { Action, Problem } from "./types.ts";

/**
 * A refusal or failure. `code` is stable: the server's own (`stopped`, `permit_expired`, `invalid_parameters`, …) or one of the
 * client's: `unreachable` (no answer within the retry time), `invalid_response`, `still_pending`, `not_approved`,
 * `parameters_mismatch`, `lease_lost`, `aborted`.
 */
export class SignalboxError extends Error {
  readonly code: string;
  /** HTTP status, or 0 where there was no answer. */
  readonly status: number;
  readonly requestId: string | undefined;
  readonly errors: { path: string; message: string }[];

  constructor(code: string, message: string, options: { status?: number; requestId?: string; errors?: Problem["errors"]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SignalboxError";
    this.code = code;
    this.status = options.status ?? 0;
    this.requestId = options.requestId;
    this.errors = options.errors ?? [];
  }

  static fromProblem(problem: Problem, requestId?: string): SignalboxError {
    return new SignalboxError(problem.code, problem.detail ?? problem.title ?? problem.code, {
      status: problem.status,
      ...(problem.requestId ?? requestId ? { requestId: problem.requestId ?? requestId } : {}),
      ...(problem.errors ? { errors: problem.errors } : {}),
    });
  }
}

/** The action was decided, and may not run. `action.decision` says by whom and why. */
export class NotApprovedError extends SignalboxError {
  readonly action: Action;

  constructor(action: Action) {
    super("not_approved", describeRefusal(action));
    this.name = "NotApprovedError";
    this.action = action;
  }
}

/** One plain sentence for a person or a model: what became of the action and the reason that was given. */
export function describeRefusal(action: Action): string {
  const reason = action.decision?.reason.text.trim() ?? "";
  const blocking = action.verdict.interlocks.filter((interlock) => interlock.effect === "deny").map((interlock) => interlock.message);
  const because = reason !== "" ? ` Reason: ${reason}` : blocking.length > 0 ? ` Reason: ${blocking.join(" ")}` : "";
  const who = action.decision?.by.type === "person" ? `rejected by ${action.decision.by.name || "a reviewer"}` : "denied";
  switch (action.status) {
    case "denied":
      return action.decision?.outcome === "expire"
        ? `The action "${action.action}" was not run: nobody decided in time, so it was denied.${because}`
        : `The action "${action.action}" was not run: it was ${who}.${because}`;
    case "expired":
      return `The action "${action.action}" was not run: nobody decided in time, so it was denied.${because}`;
    case "cancelled":
      return `The action "${action.action}" was not run: it was cancelled.${because}`;
    case "pending":
      return `The action "${action.action}" was not run: it has not been decided yet.`;
    case "approved":
      return `The action "${action.action}" was approved, but there is no permit to run it.`;
  }
}
