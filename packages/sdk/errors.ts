import type { Action, Problem } from "./types.ts";

/**
 * A refusal or failure. `code` is stable: the server's own (`stopped`, `permit_expired`, `invalid_parameters`, …) or one of the
 * client's: `unreachable` (no answer within the retry time), `invalid_response`, `still_pending`, `not_approved`,
 * `parameters_mismatch`, `unsendable` (what was to be asked cannot be sent as it is), `lease_lost`, `aborted`.
 */
export class SignalboxError extends Error {
  readonly code: string;
  /** HTTP status, or 0 where there was no answer. */
  readonly status: number;
  readonly requestId: string | undefined;
  readonly errors: { path: string; message: string }[];

  constructor(
    code: string,
    message: string,
    options: { status?: number; requestId?: string; errors?: Problem["errors"]; cause?: unknown } = {},
  ) {
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
      ...((problem.requestId ?? requestId) ? { requestId: problem.requestId ?? requestId } : {}),
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
  const blocking = action.verdict.interlocks
    .filter((interlock) => interlock.effect === "deny")
    .map((interlock) => interlock.message);
  const because = reason !== "" ? ` Reason: ${reason}` : blocking.length > 0 ? ` Reason: ${blocking.join(" ")}` : "";
  const who =
    action.decision?.by.type === "person" ? `rejected by ${action.decision.by.name || "a reviewer"}` : "denied";
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
      return describeUsedPermit(action);
  }
}

/** What is to be said of an approved action whose permit cannot be had: mostly that it may have run, and what to look at before asking again. */
export function describeUsedPermit(action: Action): string {
  const on = action.resource === null ? "" : ` on ${action.resource.type} ${action.resource.id}`;
  const look = `Look at what it would have changed${on} before anything is asked again; do not simply repeat the call.`;
  switch (action.execution?.status) {
    case undefined:
      return `The action "${action.action}" was approved, but its permit ran out or was withdrawn by a stop before it was used: it was not run. Ask again if there is still reason to.`;
    case "started":
    case "lost":
      return `The action "${action.action}" may have run, wholly or in part: its permit was used, and nobody has reported what came of it. ${look}`;
    case "partial":
      return `The action "${action.action}" has run in part already, as was reported. ${look}`;
    case "failed":
      return `The action "${action.action}" was begun already and failed, as was reported. ${look}`;
    case "succeeded":
      return `The action "${action.action}" has run already and succeeded, as was reported. Do not repeat the call; look at its outcome${action.url === "" ? "" : ` at ${action.url}`}.`;
  }
}
