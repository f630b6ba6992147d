import type { Route } from "@/lib/platform/http/define-route";

export interface Call {
  /** Bearer token: an agent's key, a run's token or a person's token. */
  token?: string;
  method?: string;
  path?: string;
  params?: Record<string, string>;
  body?: unknown;
  /** Sent instead of `body`, as it stands. */
  raw?: string;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed body; tests say what they expect of it. */
  json: Record<string, unknown>;
  text: string;
}

/** Calls a route as the server does, with a real Request, and reads its answer. */
export async function call(route: Route | undefined, options: Call = {}): Promise<Answer> {
  if (!route) throw new Error("no such method on this route");
  const content = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const request = new Request(`http://localhost:3000${options.path ?? "/api/v1/test"}`, {
    method: options.method ?? (content === undefined ? "GET" : "POST"),
    headers: {
      ...(content === undefined ? {} : { "Content-Type": "application/json" }),
      ...(options.token ? { Authorization: `Bearer ${options.token}` } : {}),
      ...options.headers,
    },
    ...(content === undefined ? {} : { body: content }),
  });
  const response = await route(request, { params: Promise.resolve(options.params ?? {}) });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true && text !== "";
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
