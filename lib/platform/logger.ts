import { pino, type Logger } from "pino";
import { env } from "@/lib/platform/env";

let instance: Logger | undefined;

/** What of an error is logged: a database error's details quote the row, and rows hold what people and agents wrote. */
function loggedError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as Error & { code?: unknown };
  return { type: error.name, message: error.message, stack: error.stack, ...(code === undefined ? {} : { code }) };
}

/** Structured log on standard output. Never give it a request's body, a key or a cookie. */
export function logger(): Logger {
  instance ??= pino({
    level: env().SIGNALBOX_LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: loggedError },
  });
  return instance;
}
