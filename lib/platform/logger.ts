import { pino, type Logger } from "pino";
import { env } from "@/lib/platform/env";

let instance: Logger | undefined;

/** Structured log on standard output. Never give it a request's body, a key or a cookie. */
export function logger(): Logger {
  instance ??= pino({ level: env().SIGNALBOX_LOG_LEVEL, base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
  return instance;
}
