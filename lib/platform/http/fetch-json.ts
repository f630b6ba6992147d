import type { ZodType } from "zod";
import { Watchers } from "@/lib/platform/watchers";

/** What the server answers instead of a result (RFC 9457), as an error that a screen can show. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    /** Stable snake_case; `network` when no answer came at all, `bad_response` when it was not understood. */
    readonly code: string,
    detail: string,
    readonly requestId: string | null = null,
    readonly faults: readonly { path: string; message: string }[] = [],
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail);
    this.name = "ProblemError";
  }
}

/** The fields of a problem that screens use; null where the body is none. */
function problemBody(
  body: unknown,
): { detail: string; code: string; requestId?: string; errors: { path: string; message: string }[] } | null {
  if (typeof body !== "object" || body === null || !("detail" in body) || !("code" in body)) return null;
  const { detail, code } = body;
  if (typeof detail !== "string" || typeof code !== "string") return null;
  const requestId = "requestId" in body && typeof body.requestId === "string" ? body.requestId : undefined;
  const errors: unknown[] = "errors" in body && Array.isArray(body.errors) ? body.errors : [];
  return { detail, code, requestId, errors: errors.filter(isFault) };
}

function isFault(fault: unknown): fault is { path: string; message: string } {
  return (
    typeof fault === "object" &&
    fault !== null &&
    "path" in fault &&
    typeof fault.path === "string" &&
    "message" in fault &&
    typeof fault.message === "string"
  );
}

/**
 * What an answer must look like: `async () => (await import("./run.schemas")).Run`. It is fetched with the first answer,
 * since what checks answers weighs a fifth of a page and the page's own data comes with the page.
 */
export type AnswerShape<T> = () => Promise<ZodType<T>>;

async function loadShape<T>(shape: AnswerShape<T>): Promise<ZodType<T>> {
  await import("./zod-without-eval");
  return shape();
}

export interface FetchOptions<T> {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  /** Left out where there is no answer (204). */
  schema?: AnswerShape<T>;
  signal?: AbortSignal;
  /** For POSTs that are repeated after a lost answer. */
  idempotencyKey?: string;
}

/** The workspace this page shows, as the console's layout wrote it into the page: another tab's choice does not change it. */
export function pageWorkspace(): string | undefined {
  if (typeof document === "undefined") return undefined;
  return document.querySelector<HTMLMetaElement>('meta[name="signalbox-workspace"]')?.content;
}

const unknown = new Watchers();

/** Calls whenever the server said that it does not know who asks (401). Nobody is taken off the page for it: what they were writing stays. */
export const onUnknown = unknown.watch;

async function problemOf(response: Response): Promise<ProblemError> {
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  const seconds = Number.isFinite(retryAfter) ? retryAfter : null;
  const requestId = response.headers.get("x-request-id");
  const body = problemBody(await response.json().catch(() => null));
  if (!body) {
    return new ProblemError(
      response.status,
      "bad_response",
      `The server answered ${response.status} without saying why.`,
      requestId,
      [],
      seconds,
    );
  }
  return new ProblemError(response.status, body.code, body.detail, body.requestId ?? requestId, body.errors, seconds);
}

/** Sends the request and throws for every answer that is no success. */
async function send<T>(url: string, options: FetchOptions<T>, accept: string): Promise<Response> {
  const { method = "GET", body, signal, idempotencyKey } = options;
  const workspace = pageWorkspace();
  const headers: Record<string, string> = {
    Accept: accept,
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    ...(workspace ? { "Signalbox-Workspace": workspace } : {}),
    ...(idempotencyKey ? { "Idempotency-Key": idempotencyKey } : {}),
  };
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ProblemError(
      0,
      "network",
      "The server cannot be reached. Whether anything was done is not known; look before trying again.",
    );
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401) unknown.notify();
  throw problem;
}

/**
 * Calls our own API from a browser: names the page's workspace, checks what comes back.
 * @throws ProblemError for every refusal and for a lost connection
 */
export async function fetchJson<T = undefined>(url: string, options: FetchOptions<T> = {}): Promise<T> {
  const { schema } = options;
  if (!schema) {
    await send(url, options, "application/json");
    return undefined as T;
  }
  // Side by side: neither waits for the other.
  const [answered, shaped] = await Promise.allSettled([send(url, options, "application/json"), loadShape(schema)]);
  if (answered.status === "rejected") throw answered.reason;
  if (shaped.status === "rejected")
    throw new ProblemError(answered.value.status, "bad_response", "This page is older than the server. Reload it.");
  const response = answered.value;
  const parsed = shaped.value.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    throw new ProblemError(
      response.status,
      "bad_response",
      "The server's answer was not understood. Reload the page.",
      response.headers.get("x-request-id"),
    );
  }
  return parsed.data;
}

/** As fetchJson, for answers whose exact bytes matter. */
export async function fetchBytes(
  url: string,
  options: Pick<FetchOptions<never>, "signal"> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await send(url, options, "*/*")).arrayBuffer());
}
