import { SignalboxError } from "./errors.ts";
import { shortText } from "./text.ts";
import type { Problem } from "./types.ts";

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface TransportOptions {
  /** Origin of the console, such as `https://signalbox.example`. */
  baseUrl: string;
  /** An agent's API key or a run's token. */
  apiKey: string;
  fetch?: Fetch;
  /** How long one call is tried again while the server is away, in seconds. Default 30. */
  retryForSeconds?: number;
  /** How long one attempt may go unanswered, in seconds, on top of any time it was asked to wait. Default 15. */
  attemptTimeoutSeconds?: number;
}

export interface Call<T = unknown> {
  method: "GET" | "POST" | "DELETE";
  path: string;
  body?: unknown;
  idempotencyKey?: string;
  /** Seconds for `Prefer: wait` (RFC 7240). */
  waitSeconds?: number;
  /** Overrides the client's own; `Infinity` tries until the signal aborts. */
  retryForSeconds?: number;
  signal?: AbortSignal;
  /** Takes the answer's JSON for what it should be. @throws {SignalboxError} `invalid_response` where it is something else */
  read?: (body: unknown) => T;
}

const FIRST_DELAY_MS = 200;
const GREATEST_DELAY_MS = 5_000;

/** One HTTP call after another, tried again where that is safe: every POST carries an idempotency key, so asking twice is asking once. */
export class Transport {
  readonly baseUrl: string;
  private readonly fetch: Fetch;

  constructor(private readonly options: TransportOptions) {
    this.baseUrl = options.baseUrl.replace(/\/+$/, "");
    this.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  }

  withKey(apiKey: string): Transport {
    return new Transport({ ...this.options, apiKey });
  }

  /**
   * Sends one call and gives its JSON body.
   * Network failures, 429, 502, 503, 504 and 409 `idempotency_in_flight` are tried again, after `Retry-After` where the server names it.
   * @throws {SignalboxError} the server's problem, or `unreachable` when there was no answer in time
   */
  async json<T>(call: Call<T>): Promise<T> {
    const until = Date.now() + (call.retryForSeconds ?? this.options.retryForSeconds ?? 30) * 1000;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.attempt<T>(call);
      if ("value" in outcome) return outcome.value;
      const delayMs = outcome.retryAfterMs ?? backoffMs(attempt);
      if (!outcome.again || Date.now() + delayMs > until) throw outcome.error;
      await pause(delayMs, call.signal);
    }
  }

  /** Opens a response whose body the caller reads, such as an event stream. */
  async open(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const response = await this.fetch(this.baseUrl + path, {
      method: "GET",
      headers: { ...this.headers(), ...headers },
      signal,
      redirect: "manual",
    });
    if (!response.ok) throw await problemOf(response);
    const wanted = headers["Accept"] ?? "";
    if (!typeOf(response).includes(wanted)) throw unexpected(response, await response.text(), `instead of ${wanted}`);
    return response;
  }

  private headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.options.apiKey}`, Accept: "application/json, application/problem+json" };
  }

  private async attempt<T>(
    call: Call<T>,
  ): Promise<{ value: T } | { again: boolean; retryAfterMs: number | undefined; error: SignalboxError }> {
    const headers = this.headers();
    if (call.body !== undefined) headers["Content-Type"] = "application/json";
    if (call.idempotencyKey !== undefined) headers["Idempotency-Key"] = call.idempotencyKey;
    if (call.waitSeconds !== undefined && call.waitSeconds > 0)
      headers["Prefer"] = `wait=${Math.min(60, Math.ceil(call.waitSeconds))}`;
    const deadline = AbortSignal.timeout(((call.waitSeconds ?? 0) + (this.options.attemptTimeoutSeconds ?? 15)) * 1000);
    const signal = call.signal ? AbortSignal.any([call.signal, deadline]) : deadline;
    try {
      const response = await this.fetch(this.baseUrl + call.path, {
        method: call.method,
        headers,
        signal,
        // An agent's key is for one address: nobody else is told it, and nobody else's answer is one.
        redirect: "manual",
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
      if (response.ok) return { value: await readJson(response, call.read) };
      const error = await problemOf(response);
      const again = [429, 502, 503, 504].includes(error.status) || error.code === "idempotency_in_flight";
      return { again, retryAfterMs: retryAfterMs(response), error };
    } catch (cause) {
      if (call.signal?.aborted) throw aborted(call.signal);
      if (cause instanceof SignalboxError) return { again: false, retryAfterMs: undefined, error: cause };
      const error = new SignalboxError("unreachable", `Signalbox at ${this.baseUrl} cannot be reached.`, { cause });
      return { again: true, retryAfterMs: undefined, error };
    }
  }
}

/** Waits `ms` milliseconds. @throws {SignalboxError} `aborted` at once when the signal aborts */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) throw aborted(signal);
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      if (signal) reject(aborted(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

export function aborted(signal: AbortSignal): SignalboxError {
  return new SignalboxError("aborted", "The call was given up by its caller.", { cause: signal.reason });
}

/** Exponential with full jitter, so that a thousand agents do not return in step after a restart. */
export function backoffMs(attempt: number): number {
  const ceiling = Math.min(GREATEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 20));
  return ceiling / 2 + Math.random() * (ceiling / 2);
}

/** `Retry-After` in milliseconds: delay seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfterMs(response: Response): number | undefined {
  const value = response.headers.get("Retry-After");
  if (value === null) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

async function readJson<T>(response: Response, read: ((body: unknown) => T) | undefined): Promise<T> {
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  if (!/\bjson\b/.test(typeOf(response))) throw unexpected(response, text, "instead of JSON");
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw unexpected(response, text, "that is not whole JSON", cause);
  }
  try {
    return read ? read(body) : (body as T);
  } catch (cause) {
    throw unexpected(
      response,
      text,
      `that is not what was asked for: ${cause instanceof Error ? cause.message : "unreadable"}`,
      cause,
    );
  }
}

async function problemOf(response: Response): Promise<SignalboxError> {
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    const to = response.headers.get("Location");
    return new SignalboxError(
      "invalid_response",
      `The server answered ${response.status || "with"} a redirect${to === null ? "" : ` to ${shortText(to, 200)}`}. It is not followed, since an agent's key is for one address: set baseUrl to the address of Signalbox itself.`,
      { status: response.status, ...requestIdOf(response) },
    );
  }
  const text = await response.text();
  const body = parsed(text);
  if (isProblem(body))
    return SignalboxError.fromProblem({ ...body, status: response.status }, requestIdOf(response).requestId);
  return unexpected(response, text, "without saying why as Signalbox would");
}

/** Says what was met instead of an answer of Signalbox: a proxy's page, a sign-in, half an answer. */
function unexpected(response: Response, text: string, what: string, cause?: unknown): SignalboxError {
  const page = /^\s*<(!doctype|html|head|body)/i.test(text);
  const from = page ? " It is a web page, as a proxy or a sign-in in front of Signalbox sends one." : "";
  const beginning = text.trim() === "" ? "it was empty" : `it began with ${JSON.stringify(shortText(text.trim(), 80))}`;
  return new SignalboxError(
    "invalid_response",
    `The server answered ${response.status} with ${typeOf(response) || "no content type"}, ${text.length} characters, ${what}; ${beginning}.${from} Check that baseUrl leads to Signalbox itself.`,
    { status: response.status, ...requestIdOf(response), ...(cause === undefined ? {} : { cause }) },
  );
}

function typeOf(response: Response): string {
  return (response.headers.get("Content-Type") ?? "").toLowerCase();
}

function requestIdOf(response: Response): { requestId?: string } {
  const requestId = response.headers.get("X-Request-Id");
  return requestId === null ? {} : { requestId };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    typeof value.code === "string" &&
    !("digest" in value)
  );
}
