/**
 * A small HTTP server that speaks the agents' half of the contract, for the client's own tests: faults can be injected that
 * the real server does not show on demand. The real server is tested with the same client end to end.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { digestOf } from "./digest.ts";
import type { Action, ActionRequest, Outcome, Stop } from "./types.ts";

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: unknown;
}

/** What happens to a request instead of an answer; undefined lets it through. */
export type Fault = { status: number; code?: string; retryAfter?: string } | "drop" | "drop_after" | undefined;

export interface StoredAction extends Action {
  request: ActionRequest;
  consumed: boolean;
  outcome: Outcome | null;
}

type Answer = { status: number; body: unknown };

export class ContractServer {
  readonly requests: Received[] = [];
  readonly actions = new Map<string, StoredAction>();
  readonly streams = new Set<ServerResponse>();
  /** Streams that were opened so far. */
  opened = 0;
  /** Decides on new actions at once; leaves them pending by default. */
  judge: (action: StoredAction) => void = () => undefined;
  fault: (request: Received) => Fault = () => undefined;
  stops: (Stop & { pulledAt?: string })[] = [];
  /** Which action a stop covers, by the stop's id. */
  readonly covered = new Map<string, string>();
  /** What GET /agents/self says. */
  agentStatus = "active";
  private readonly answers = new Map<string, { body: string; answer: Answer }>();
  private readonly waiting = new Set<() => void>();
  private readonly server = createServer((request, response) => void this.handle(request, response));
  private count = 0;
  private port = 0;

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(this.port, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    for (const wake of this.waiting) wake();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The action that was asked for with this name, the latest first. */
  asked(name: string): StoredAction {
    const found = [...this.actions.values()].reverse().find((action) => action.action === name);
    if (!found) throw new Error(`nobody asked for ${name}`);
    return found;
  }

  approve(action: StoredAction): void {
    this.settle(action, "approved", "approve", action.parameters, "");
  }

  edit(action: StoredAction, parameters: Record<string, unknown>, text: string): void {
    this.settle(action, "approved", "edit", parameters, text);
  }

  reject(action: StoredAction, text: string): void {
    this.settle(action, "denied", "reject", null, text);
  }

  denyByPolicy(action: StoredAction, message: string): void {
    action.verdict = {
      ...action.verdict,
      effect: "deny",
      interlocks: [{ name: "stop", effect: "deny", code: "stopped", message }],
    };
    this.settle(action, "denied", "reject", null, "", { type: "policy", id: "pol_1", name: "Policy" });
  }

  expire(action: StoredAction): void {
    this.settle(action, "denied", "expire", null, "", { type: "system", id: "system", name: "Signalbox" });
  }

  send(event: string, data: unknown, id?: string): void {
    for (const stream of this.streams)
      stream.write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private settle(
    action: StoredAction,
    status: "approved" | "denied",
    outcome: "approve" | "edit" | "reject" | "expire",
    finalParameters: Record<string, unknown> | null,
    text: string,
    by: { type: "policy" | "person" | "system"; id: string; name: string } = {
      type: "person",
      id: "per_1",
      name: "Sam Supervisor",
    },
  ): void {
    const digest = digestOf(action, finalParameters ?? action.parameters);
    const now = new Date().toISOString();
    Object.assign(action, {
      status,
      finalParameters,
      decision: { outcome, by, reason: { text }, at: now },
      permit: status === "approved" ? { digest, expiresAt: new Date(Date.now() + 60_000).toISOString() } : null,
    });
    for (const wake of this.waiting) wake();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readText(request);
    const received: Received = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
    this.requests.push(received);
    const fault = this.fault(received);
    if (fault === "drop") return void response.destroy();
    if (typeof fault === "object") {
      if (fault.retryAfter !== undefined) response.setHeader("Retry-After", fault.retryAfter);
      return this.respond(response, { status: fault.status, body: problem(fault.status, fault.code ?? "unavailable") });
    }
    if (received.path === "/api/v1/stream") return this.openStream(response);
    const answer = await this.answer(received, text);
    if (fault === "drop_after") return void response.destroy();
    this.respond(response, answer);
  }

  private openStream(response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(": welcome\n\n");
    this.streams.add(response);
    this.opened += 1;
    response.on("close", () => this.streams.delete(response));
  }

  private respond(response: ServerResponse, { status, body }: Answer): void {
    response.writeHead(status, {
      "Content-Type": status >= 400 ? "application/problem+json" : "application/json",
      "X-Request-Id": `req_${this.requests.length}`,
    });
    response.end(JSON.stringify(body));
  }

  private async answer(received: Received, text: string): Promise<Answer> {
    if (
      received.headers.authorization !== "Bearer sbx_test" &&
      !received.headers.authorization?.startsWith("Bearer run_")
    ) {
      return { status: 401, body: problem(401, "unauthenticated") };
    }
    const key = received.headers["idempotency-key"];
    if (received.method === "POST" && typeof key === "string") {
      const earlier = this.answers.get(key);
      if (earlier)
        return earlier.body === text ? earlier.answer : { status: 422, body: problem(422, "idempotency_key_reused") };
    }
    const answer = await this.route(received);
    if (received.method === "POST" && typeof key === "string" && answer.status < 500)
      this.answers.set(key, { body: text, answer: structuredClone(answer) });
    return answer;
  }

  private async route(received: Received): Promise<Answer> {
    const [, , , collection, id, verb] = received.path.split("/");
    if (received.method === "POST" && collection === "runs") {
      return verb === "end"
        ? { status: 200, body: {} }
        : { status: 201, body: { id: "run_1", token: "run_token", expiresAt: new Date().toISOString() } };
    }
    if (received.path === "/api/v1/agents/self")
      return { status: 200, body: { id: "agt_1", name: "Agent", kind: "finance", status: this.agentStatus } };
    if (received.path.startsWith("/api/v1/stops?"))
      return { status: 200, body: this.stopsPage(new URL(received.path, this.baseUrl).searchParams) };
    if (collection !== "actions") return { status: 404, body: problem(404, "not_found") };
    if (received.method === "POST" && id === "batch") {
      const { actions } = received.body as { actions: ActionRequest[] };
      return { status: 200, body: { items: actions.map((action) => this.create(action).body) } };
    }
    if (received.method === "POST" && id === undefined) {
      const created = this.create(received.body as ActionRequest);
      if (created.status === 201) await this.hold(received, this.actions.get((created.body as Action).id));
      return {
        status: created.status,
        body: created.status === 201 ? this.actions.get((created.body as Action).id) : created.body,
      };
    }
    const action = this.actions.get(id ?? "");
    if (!action) return { status: 404, body: problem(404, "not_found") };
    // Nobody asks here: questions are tested against the product's own routes.
    if (received.method === "GET" && verb?.startsWith("questions?"))
      return { status: 200, body: { items: [], nextCursor: null } };
    if (received.method === "GET") {
      await this.hold(received, action);
      return { status: 200, body: action };
    }
    if (verb === "executions") return this.execute(action, received.body as { digest: string });
    if (verb === "outcome") {
      if (action.outcome) return { status: 409, body: problem(409, "outcome_already_reported") };
      action.outcome = received.body as Outcome;
      action.execution = { status: action.outcome.status };
      return { status: 200, body: action };
    }
    if (verb === "cancel") {
      Object.assign(action, { status: "cancelled" });
      return { status: 200, body: action };
    }
    return { status: 404, body: problem(404, "not_found") };
  }

  private stopsPage(query: URLSearchParams): { items: Stop[]; nextCursor: string | null } {
    const [from, limit] = [Number(query.get("cursor") ?? 0), Number(query.get("limit") ?? 50)];
    const end = from + limit;
    const actionId = query.get("actionId");
    const covering = this.stops.filter((stop) => actionId === null || this.covered.get(stop.id) === actionId);
    const asked = covering.filter((stop) => String(stop.active) === (query.get("active") ?? String(stop.active)));
    return { items: asked.slice(from, end), nextCursor: end < asked.length ? String(end) : null };
  }

  private create(request: ActionRequest): Answer {
    if (request.action === "invalid") {
      return {
        status: 422,
        body: {
          ...problem(422, "invalid_parameters"),
          errors: [{ path: "parameters.amount", message: "must be a number" }],
        },
      };
    }
    const id = `act_${(this.count += 1)}`;
    const now = new Date().toISOString();
    const action: StoredAction = {
      id,
      agentId: "agt_1",
      kind: "finance",
      runId: null,
      action: request.action,
      typeVersion: 1,
      resource: request.resource ?? null,
      parameters: request.parameters,
      confidence: request.confidence ?? null,
      onBehalfOf: request.onBehalfOf ?? null,
      zone: "red",
      status: "pending",
      verdict: { effect: "hold", policyVersion: "1", epoch: 1, interlocks: [] },
      digest: "",
      decision: null,
      finalParameters: null,
      permit: null,
      execution: null,
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdAt: now,
      url: `${this.baseUrl}/approvals/${id}`,
      request,
      consumed: false,
      outcome: null,
    };
    action.digest = digestOf(action, request.parameters);
    this.actions.set(id, action);
    this.judge(action);
    return { status: 201, body: action };
  }

  private execute(action: StoredAction, { digest }: { digest: string }): Answer {
    if (action.status !== "approved") return { status: 409, body: problem(409, "not_approved") };
    if (action.consumed) return { status: 409, body: problem(409, "permit_consumed") };
    if (digest !== action.permit?.digest) return { status: 409, body: problem(409, "digest_mismatch") };
    action.consumed = true;
    action.permit = null;
    action.execution = { status: "started" };
    return {
      status: 200,
      body: { actionId: action.id, parameters: action.finalParameters, startedAt: new Date().toISOString() },
    };
  }

  private async hold(received: Received, action: StoredAction | undefined): Promise<void> {
    const seconds = Number(/wait=(\d+)/.exec(String(received.headers.prefer ?? ""))?.[1] ?? 0);
    const until = Date.now() + seconds * 1000;
    while (action?.status === "pending" && Date.now() < until && this.server.listening) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, until - Date.now());
        this.waiting.add(wake);
      });
    }
  }
}

function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (piece: string) => (text += piece));
    request.on("end", () => resolve(text));
    request.on("error", reject);
  });
}

function problem(status: number, code: string) {
  return {
    type: `about:blank#${code}`,
    title: code,
    status,
    detail: `The server says ${code}.`,
    code,
    requestId: "req_1",
  };
}
