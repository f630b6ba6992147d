import { setTimeout as sleep } from "node:timers/promises";

export interface Answer {
  /** 0 when there was no answer: the connection broke, so whether anything was done is unknown. */
  status: number;
  json: Record<string, unknown>;
}

/** One request with no retry: a soak must see every answer as it came. */
export async function send(
  url: string,
  token: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    return { status: response.status, json: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    return { status: 0, json: {} };
  }
}

/** Asks until it holds or the time is up. @throws with `what` when it never held */
export async function until(what: string, withinMs: number, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(50)) if (await holds()) return;
  throw new Error(`${what}: not within ${withinMs} ms`);
}

/** A broken guarantee, in words. */
export class Broken extends Error {}

export function must(holds: boolean, guarantee: string): void {
  if (!holds) throw new Broken(guarantee);
}
