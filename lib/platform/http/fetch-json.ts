import { z } from "zod";
import { routes } from "@/lib/platform/routes";

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

const ProblemBody = z.object({
  detail: z.string(),
  code: z.string(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export interface FetchOptions<T> {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  /** What the answer must look like; left out where there is none (204). */
  schema?: z.ZodType<T>;
  signal?: AbortSignal;
  /** For POSTs that are repeated after a lost answer. */
  idempotencyKey?: string;
  /** False where a 401 is an answer to show, not a reason to leave the page. */
  signInOn401?: boolean;
}

/** The workspace this page shows, as the console's layout wrote it into the page: another tab's choice does not change it. */
export function pageWorkspace(): string | undefined {
  if (typeof document === "undefined") return undefined;
  return document.querySelector<HTMLMetaElement>('meta[name="signalbox-workspace"]')?.content;
}

function leaveToSignIn(): void {
  const here = window.location.pathname + window.location.search;
  window.location.assign(routes.signIn(here));
}

async function problemOf(response: Response): Promise<ProblemError> {
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  const seconds = Number.isFinite(retryAfter) ? retryAfter : null;
  const requestId = response.headers.get("x-request-id");
  const parsed = ProblemBody.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return new ProblemError(response.status, "bad_response", `The server answered ${response.status} without saying why.`, requestId, [], seconds);
  }
  const { code, detail, errors } = parsed.data;
  return new ProblemError(response.status, code, detail, parsed.data.requestId ?? requestId, errors ?? [], seconds);
}

/** Sends the request and throws for every answer that is no success. */
async function send<T>(url: string, options: FetchOptions<T>, accept: string): Promise<Response> {
  const { method = "GET", body, signal, idempotencyKey, signInOn401 = true } = options;
  const workspace = pageWorkspace();
  const headers: Record<string, string> = {
    Accept: accept,
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    ...(workspace ? { "Signalbox-Workspace": workspace } : {}),
    ...(idempotencyKey ? { "Idempotency-Key": idempotencyKey } : {}),
  };
  let response: Response;
  try {
    response = await fetch(url, { method, headers, credentials: "same-origin", cache: "no-store", signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ProblemError(0, "network", "The server cannot be reached. Whether anything was done is not known; look before trying again.");
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && signInOn401) leaveToSignIn();
  throw problem;
}

/**
 * Calls our own API from a browser: names the page's workspace, checks what comes back.
 * @throws ProblemError for every refusal and for a lost connection; after a 401 the page also leaves for the sign-in
 */
export async function fetchJson<T = undefined>(url: string, options: FetchOptions<T> = {}): Promise<T> {
  const { schema } = options;
  const response = await send(url, options, "application/json");
  if (!schema) return undefined as T;
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    throw new ProblemError(response.status, "bad_response", "The server's answer was not understood. Reload the page.", response.headers.get("x-request-id"));
  }
  return parsed.data;
}

/** As fetchJson, for answers whose exact bytes matter. */
export async function fetchBytes(url: string, options: Pick<FetchOptions<never>, "signal"> = {}): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await send(url, options, "*/*")).arrayBuffer());
}
