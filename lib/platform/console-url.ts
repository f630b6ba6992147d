import { env } from "@/lib/platform/env";

/** The whole address of a page of this console, for who reads it elsewhere: an agent's log, a message to a colleague. */
export function consoleUrl(path: string): string {
  return new URL(path, env().NEXTAUTH_URL).href;
}
