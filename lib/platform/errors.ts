/** One fault in a request, at a path such as `parameters.amount`. */
export interface Fault {
  path: string;
  message: string;
}

/**
 * An error a caller may see. Thrown anywhere, mapped once to an RFC 9457 problem response.
 * `code` is stable snake_case; `detail` is a sentence for people.
 */
export class AppError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly options: { errors?: Fault[]; retryAfterSeconds?: number; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = new.target.name;
  }
}

export class InvalidRequestError extends AppError {
  constructor(errors: Fault[], code = "invalid_request", status = 400) {
    super(status, code, errors.map((e) => (e.path ? `${e.path}: ${e.message}` : e.message)).join("; "), { errors });
  }
}

export class UnauthenticatedError extends AppError {
  constructor(code = "unauthenticated", detail = "Sign in, or send a valid key.") {
    super(401, code, detail, { headers: { "WWW-Authenticate": 'Bearer realm="signalbox"' } });
  }
}

export class ForbiddenError extends AppError {
  constructor(code = "forbidden", detail = "You do not have the right to do this.") {
    super(403, code, detail);
  }
}

/** Also what a stranger gets for everything in a workspace: its existence is not theirs to know. */
export class NotFoundError extends AppError {
  constructor(what = "This") {
    super(404, "not_found", `${what} does not exist here.`);
  }
}

export class ConflictError extends AppError {
  constructor(code: string, detail: string) {
    super(409, code, detail);
  }
}

export class GoneError extends AppError {
  constructor(code: string, detail: string) {
    super(410, code, detail);
  }
}

export class UnprocessableError extends AppError {
  constructor(code: string, detail: string, errors?: Fault[]) {
    super(422, code, detail, errors ? { errors } : {});
  }
}

export class TooManyRequestsError extends AppError {
  constructor(retryAfterSeconds: number, headers: Record<string, string> = {}) {
    super(429, "rate_limited", "Too many requests.", { retryAfterSeconds, headers });
  }
}

export class UnavailableError extends AppError {
  constructor(detail = "The database cannot be reached. Nothing was done; try again.") {
    super(503, "unavailable", detail, { retryAfterSeconds: 2 });
  }
}
