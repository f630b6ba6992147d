import { AppError, UnavailableError, type Fault } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import type { ProblemCode } from "@/lib/platform/problem-codes.rules";

/** RFC 9457 problem details. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: Fault[];
}

const titles: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  408: "Request timeout",
  409: "Conflict",
  410: "Gone",
  413: "Too large",
  415: "Unsupported media type",
  421: "Misdirected request",
  422: "Cannot be processed",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
};

const connectionCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOENT",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
]);
const connectionWords =
  /connection terminated|connect timeout|timeout expired|can't reach database|the database system is|server closed the connection|not queryable|pool after calling end/i;
/** The pool's words and Prisma's for a turn at a connection that did not come in time. */
const turnWords = /timeout exceeded when trying to connect|unable to start a transaction in the given time/i;

/** Is this so of an error, or of one that it is about? */
function isSomewhere(error: unknown, test: (error: Record<string, unknown>) => boolean, depth = 0): boolean {
  if (depth > 5 || typeof error !== "object" || error === null) return false;
  if (test(error as Record<string, unknown>)) return true;
  if (error instanceof AggregateError && error.errors.some((e) => isSomewhere(e, test, depth + 1))) return true;
  const { cause, meta } = error as Record<string, unknown>;
  return (
    isSomewhere(cause, test, depth + 1) ||
    isSomewhere((meta as Record<string, unknown> | undefined)?.driverAdapterError, test, depth + 1)
  );
}

/** Does this error mean that others had every connection all the time: the database may be well. */
function isWithoutTurn(error: unknown): boolean {
  return isSomewhere(error, ({ message }) => typeof message === "string" && turnWords.test(message));
}

/** Does this error mean that the database is away, rather than that we are wrong? Looks through nested causes. */
function isDatabaseAway(error: unknown): boolean {
  return isSomewhere(error, ({ code, originalCode, message }) => {
    if (typeof code === "string" && (connectionCodes.has(code) || code.startsWith("08"))) return true;
    if (typeof originalCode === "string" && connectionCodes.has(originalCode)) return true;
    return typeof message === "string" && connectionWords.test(message);
  });
}

/** What keeps a database from its work, by the beginning of its SQLSTATE (PostgreSQL, appendix A). */
const hindrances: readonly (readonly [state: string, hindrance: string])[] = [
  ["53100", "its disk is full"],
  ["53200", "it is out of memory"],
  ["53", "it has no room left"],
  ["25006", "it only lets itself be read"],
  ["58", "its machine fails it"],
];

/** What keeps the database from its work although it can be reached; undefined where it is not that. */
function hindranceOf(error: unknown): string | undefined {
  return hindrances.find(([state]) =>
    isSomewhere(error, ({ code, originalCode }) =>
      [code, originalCode].some((c) => typeof c === "string" && /^[0-9A-Z]{5}$/.test(c) && c.startsWith(state)),
    ),
  )?.[1];
}

const busy = () =>
  new AppError(
    "busy",
    "The instance has more to do than it gets done: no connection to the database became free in time. Try again; what was to change may have been changed: look first, or send the same Idempotency-Key.",
    {
      retryAfterSeconds: 5,
    },
  );

function asAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isWithoutTurn(error)) return busy();
  if (isDatabaseAway(error)) return new UnavailableError();
  const hindrance = hindranceOf(error);
  return hindrance === undefined
    ? undefined
    : new UnavailableError(
        `The database cannot do its work: ${hindrance}. Whoever runs this installation must see to it; until then nothing new is decided. What was to change may have been changed: look first, or send the same Idempotency-Key.`,
      );
}

/** The code that a caller is given for an error. */
export function codeOf(error: unknown): ProblemCode {
  return asAppError(error)?.code ?? "internal_error";
}

/** The problem body for an error, as it stands inside a batch too. Internals never leave the server. */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = asAppError(error);
  const status = known?.status ?? 500;
  const code = codeOf(error);
  return {
    type: `urn:signalbox:problem:${code}`,
    title: titles[status] ?? "Error",
    status,
    detail:
      known?.message ??
      "Something went wrong on our side. It may have been done all the same: look before you ask for it again.",
    code,
    requestId,
    ...(known?.options.errors ? { errors: known.options.errors } : {}),
  };
}

/** Maps any error to its response, and logs it once: 4xx at info, 5xx at error. The error's own headers go before `headers`. */
export function problemResponse(
  error: unknown,
  requestId: string,
  where: { method: string; path: string },
  headers: Record<string, string> = {},
): Response {
  const problem = toProblem(error, requestId);
  const known = asAppError(error);
  const facts = { requestId, ...where, status: problem.status, code: problem.code };
  // While the database is away every request says so: a line each, without the stack.
  if (problem.status === 503)
    logger().warn({ ...facts, reason: error instanceof Error ? error.message : undefined }, "request put off");
  else if (problem.status >= 500) logger().error({ ...facts, err: error }, "request failed");
  else logger().info(facts, "request refused");
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      "X-Request-Id": requestId,
      ...headers,
      ...(known?.options.retryAfterSeconds ? { "Retry-After": String(known.options.retryAfterSeconds) } : {}),
      ...known?.options.headers,
    },
  });
}
