import { readServerSentEvents, type ServerSentEvent } from "./server-sent-events.ts";
import { backoffMs, pause, type Transport } from "./transport.ts";
import { SignalboxError } from "./errors.ts";
import type { Action, Stop } from "./types.ts";

/** What the stream tells. Events are hints: read the action again before acting on one. */
export type StreamEvent =
  | { type: "action.decided" | "stop.changed" | "heartbeat"; data: Record<string, unknown> }
  /** The lease was won (a heartbeat came) or lost (none for `leaseSeconds`). While it is lost the agent is stopped. */
  | { type: "lease"; held: boolean };

export interface StreamOptions {
  signal?: AbortSignal;
  /** Without a heartbeat for this long the agent must treat itself as stopped. Default 5 seconds. */
  leaseSeconds?: number;
}

/**
 * The agent's end of `GET /api/v1/stream`. It reconnects by itself until closed.
 *
 * The lease works the safe way round: it is not held before the first heartbeat, and is lost when heartbeats stop for
 * whatever reason, so an agent that is cut off from the console comes to rest instead of carrying on unseen.
 */
export class ActionStream {
  private readonly listeners = new Set<(event: StreamEvent) => void>();
  private readonly closing = new AbortController();
  private readonly leaseMs: number;
  private leaseTimer: ReturnType<typeof setTimeout> | undefined;
  private held = false;
  private attempt = 0;
  private lastEventId: string | undefined;
  /** Settles when the stream has ended; rejects when the server refuses it for good (401, 403). */
  readonly ended: Promise<void>;

  constructor(
    private readonly transport: Transport,
    options: StreamOptions = {},
  ) {
    this.leaseMs = (options.leaseSeconds ?? 5) * 1000;
    if (options.signal?.aborted) this.closing.abort();
    options.signal?.addEventListener("abort", () => this.close(), { once: true });
    this.ended = this.run();
    // A caller who never looks at `ended` must not be taken down by it: the lost lease already says the same.
    this.ended.catch(() => undefined);
  }

  /** False means: treat yourself as stopped. */
  get leaseHeld(): boolean {
    return this.held;
  }

  /** Calls `listener` for every event until the returned function is called. */
  subscribe(listener: (event: StreamEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Resolves once the lease is held. @throws {SignalboxError} `lease_lost` when the stream ends first */
  async ready(signal?: AbortSignal): Promise<void> {
    for await (const event of this.events(signal)) {
      if (event.type === "lease" && event.held) return;
    }
    throw new SignalboxError("lease_lost", "The event stream ended before a heartbeat came.");
  }

  /** The events from now on; begins with the lease as it stands. Ends when the stream is closed or the signal aborts. */
  async *events(signal?: AbortSignal): AsyncGenerator<StreamEvent, void, void> {
    const queue: StreamEvent[] = [{ type: "lease", held: this.held }];
    let wake: () => void = () => undefined;
    const unsubscribe = this.subscribe((event) => {
      queue.push(event);
      wake();
    });
    const over = signal ? AbortSignal.any([signal, this.closing.signal]) : this.closing.signal;
    const stop = () => wake();
    over.addEventListener("abort", stop, { once: true });
    try {
      for (;;) {
        for (let event = queue.shift(); event !== undefined; event = queue.shift()) yield event;
        if (over.aborted) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      over.removeEventListener("abort", stop);
      unsubscribe();
    }
  }

  /**
   * A signal that aborts when the lease is lost or a stop that covers this action is pulled. At once if there is no lease now.
   * The stream only says that stops have changed, so they are read again; if they cannot be read, the action counts as stopped.
   * Call `release` when the work it guards is over.
   */
  guard(action: StopSubject): { signal: AbortSignal; release: () => void } {
    const controller = new AbortController();
    const lose = (why: string) => controller.abort(new SignalboxError("lease_lost", why));
    if (!this.held) lose("There is no live connection to Signalbox, so this agent counts as stopped.");
    const release = this.subscribe((event) => {
      if (event.type === "lease" && !event.held) lose("Heartbeats from Signalbox ceased, so this agent counts as stopped.");
      if (event.type === "stop.changed") void this.stopOver(action, event.data).then((why) => why !== undefined && lose(why));
    });
    return { signal: controller.signal, release };
  }

  /** Why this action is stopped, if it is. */
  private async stopOver(action: StopSubject, change: Record<string, unknown>): Promise<string | undefined> {
    if (change["event"] === "agent.updated") return change["subjectId"] === action.agentId ? "This agent was changed or suspended." : undefined;
    try {
      // Which stops cover an action, the server says: those of the runs and agents above count too.
      const path = `/api/v1/stops?active=true&limit=1&actionId=${encodeURIComponent(action.id)}`;
      const page = await this.transport.json<{ items: Stop[] }>({ method: "GET", path, retryForSeconds: 2, signal: this.closing.signal });
      const stop = page.items.find((candidate) => candidate.active);
      return stop ? `A stop was pulled: ${stop.reason}` : undefined;
    } catch (error) {
      return `Stops have changed and cannot be read (${error instanceof SignalboxError ? error.code : "unknown"}), so this action counts as stopped.`;
    }
  }

  close(): void {
    this.closing.abort();
  }

  private emit(event: StreamEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  private setLease(held: boolean): void {
    if (this.held === held) return;
    this.held = held;
    this.emit({ type: "lease", held });
  }

  private heartbeat(): void {
    clearTimeout(this.leaseTimer);
    this.leaseTimer = setTimeout(() => this.setLease(false), this.leaseMs);
    this.setLease(true);
  }

  private async run(): Promise<void> {
    try {
      while (!this.closing.signal.aborted) {
        try {
          await this.connection();
        } catch (error) {
          if (error instanceof SignalboxError && (error.status === 401 || error.status === 403)) throw error;
        }
        if (!this.closing.signal.aborted) await pause(backoffMs(this.attempt++), this.closing.signal);
      }
    } catch (error) {
      if (!this.closing.signal.aborted) throw error;
    } finally {
      clearTimeout(this.leaseTimer);
      this.setLease(false);
      this.closing.abort();
    }
  }

  private async connection(): Promise<void> {
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (this.lastEventId !== undefined) headers["Last-Event-ID"] = this.lastEventId;
    const silence = new AbortController();
    const signal = AbortSignal.any([this.closing.signal, silence.signal]);
    const giveUp = () => silence.abort();
    // A connection that has gone quiet without closing is worth nothing: leave it and make a new one.
    let quiet = setTimeout(giveUp, this.leaseMs * 2);
    try {
      const response = await this.transport.open("/api/v1/stream", headers, signal);
      if (response.body === null) return;
      for await (const message of readServerSentEvents(response.body)) {
        clearTimeout(quiet);
        quiet = setTimeout(giveUp, this.leaseMs * 2);
        this.attempt = 0;
        if (message.id !== undefined) this.lastEventId = message.id;
        this.receive(message);
      }
    } finally {
      clearTimeout(quiet);
    }
  }

  private receive(message: ServerSentEvent): void {
    const { event } = message;
    if (event !== "action.decided" && event !== "stop.changed" && event !== "heartbeat") return;
    if (event === "heartbeat") this.heartbeat();
    this.emit({ type: event, data: parseData(message.data) });
  }
}

/** What is guarded: an action, and whose it is. */
export type StopSubject = Pick<Action, "id" | "agentId">;

function parseData(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : { value };
  } catch (error) {
    if (error instanceof SyntaxError) return { text };
    throw error;
  }
}
