import { type CodeOf, type ProblemCode, problemCodes } from "./problem-codes.rules";

/** One fault in a request, at a path such as `parameters.amount`. */
export interface Fault {
  path: string;
  message: string;
}

/**
 * An error a caller may see. Thrown anywhere, mapped once to an RFC 9457 problem response.
 * `code` is one of the codes that are told to clients, and brings its status; `detail` is a sentence for people.
 */
export class AppError extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly options: { errors?: Fault[]; retryAfterSeconds?: number; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = new.target.name;
    this.status = problemCodes[code].status;
  }
}

export class InvalidRequestError extends AppError {
  constructor(errors: Fault[], code: CodeOf<400> = "invalid_request") {
    super(code, errors.map((e) => (e.path ? `${e.path}: ${e.message}` : e.message)).join("; "), { errors });
  }
}

export class UnauthenticatedError extends AppError {
  constructor(code: CodeOf<401> = "unauthenticated", detail = "Sign in, or send a valid key.") {
    super(code, detail, { headers: { "WWW-Authenticate": 'Bearer realm="signalbox"' } });
  }
}

export class ForbiddenError extends AppError {
  constructor(code: CodeOf<403> = "forbidden", detail = "You do not have the right to do this.") {
    super(code, detail);
  }
}

/** Also what a stranger gets for everything in a workspace: its existence is not theirs to know. */
export class NotFoundError extends AppError {
  constructor(what = "This") {
    super("not_found", `${what} does not exist here.`);
  }
}

export class ConflictError extends AppError {
  constructor(code: CodeOf<409>, detail: string) {
    super(code, detail);
  }
}

export class GoneError extends AppError {
  constructor(code: CodeOf<410>, detail: string) {
    super(code, detail);
  }
}

export class UnprocessableError extends AppError {
  constructor(code: CodeOf<422>, detail: string, errors?: Fault[]) {
    super(code, detail, errors ? { errors } : {});
  }
}

export class TooManyRequestsError extends AppError {
  constructor(retryAfterSeconds: number, headers: Record<string, string> = {}) {
    super("rate_limited", "Too many requests.", { retryAfterSeconds, headers });
  }
}

export class UnavailableError extends AppError {
  constructor(detail = "The database cannot be reached. Try again; what was to change may have been changed: look first, or send the same Idempotency-Key.") {
    super("unavailable", detail, { retryAfterSeconds: 2 });
  }
}
