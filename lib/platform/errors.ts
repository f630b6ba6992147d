import { type CodeOf, type ProblemCode, problemCodes } from "./problem-codes.rules";

/** One fault in a request, at a path such as `parameters.amount`. */
export interface Fault {
  path: string;
  message: string;
}

/** What an error is, by name, from its own class up to `AppError`: what every copy of this module reads alike. */
const kinds = Symbol.for("signalbox.error.kinds");

function kindsOf(made: typeof AppError): string[] {
  const names: string[] = [];
  for (let known: unknown = made; typeof known === "function"; known = Object.getPrototypeOf(known)) {
    if (Object.hasOwn(known, "kind")) names.push((known as typeof AppError).kind);
  }
  return names;
}

/**
 * An error a caller may see. Thrown anywhere, mapped once to an RFC 9457 problem response.
 * `code` is one of the codes that clients are given, and brings its status; `detail` is a sentence for people.
 *
 * Next bundles pages, route handlers and instrumentation apart, so this class exists several times in one process, and what the process
 * shares (turns, caches) throws the copy of whoever made it first. `instanceof` therefore asks for the kind, not for the copy.
 */
export class AppError extends Error {
  static readonly kind: string = "AppError";
  readonly status: number;
  readonly [kinds]: readonly string[];

  static override [Symbol.hasInstance](this: { kind: string }, value: unknown): boolean {
    if (!Object.hasOwn(this, "kind")) return Function.prototype[Symbol.hasInstance].call(this, value);
    return (
      typeof value === "object" &&
      value !== null &&
      kinds in value &&
      Array.isArray(value[kinds]) &&
      value[kinds].includes(this.kind)
    );
  }

  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly options: { errors?: Fault[]; retryAfterSeconds?: number; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this[kinds] = kindsOf(new.target);
    // The minifier leaves nothing of a class's own name.
    this.name = new.target.kind;
    this.status = problemCodes[code].status;
  }
}

export class InvalidRequestError extends AppError {
  static override readonly kind: string = "InvalidRequestError";

  constructor(errors: Fault[], code: CodeOf<400> = "invalid_request") {
    super(code, errors.map((e) => (e.path ? `${e.path}: ${e.message}` : e.message)).join("; "), { errors });
  }
}

export class UnauthenticatedError extends AppError {
  static override readonly kind: string = "UnauthenticatedError";

  constructor(code: CodeOf<401> = "unauthenticated", detail = "Sign in, or send a valid key.") {
    super(code, detail, { headers: { "WWW-Authenticate": 'Bearer realm="signalbox"' } });
  }
}

export class ForbiddenError extends AppError {
  static override readonly kind: string = "ForbiddenError";

  constructor(code: CodeOf<403> = "forbidden", detail = "You do not have the right to do this.") {
    super(code, detail);
  }
}

/** Also what a stranger gets for everything in a workspace: its existence is not theirs to know. */
export class NotFoundError extends AppError {
  static override readonly kind: string = "NotFoundError";

  constructor(what = "This") {
    super("not_found", `${what} does not exist here.`);
  }
}

export class ConflictError extends AppError {
  static override readonly kind: string = "ConflictError";

  constructor(code: CodeOf<409>, detail: string) {
    super(code, detail);
  }
}

export class GoneError extends AppError {
  static override readonly kind: string = "GoneError";

  constructor(code: CodeOf<410>, detail: string) {
    super(code, detail);
  }
}

export class UnprocessableError extends AppError {
  static override readonly kind: string = "UnprocessableError";

  constructor(code: CodeOf<422>, detail: string, errors?: Fault[]) {
    super(code, detail, errors ? { errors } : {});
  }
}

export class TooManyRequestsError extends AppError {
  static override readonly kind: string = "TooManyRequestsError";

  constructor(retryAfterSeconds: number, headers: Record<string, string> = {}) {
    super("rate_limited", "Too many requests.", { retryAfterSeconds, headers });
  }
}

export class UnavailableError extends AppError {
  static override readonly kind: string = "UnavailableError";

  constructor(
    detail = "The database cannot be reached. Try again; what was to change may have been changed: look first, or send the same Idempotency-Key.",
  ) {
    super("unavailable", detail, { retryAfterSeconds: 2 });
  }
}
