import { readServerSentEvents, type ServerSentEvent } from "./server-sent-events.ts";
import { backoffMs, pause, type Transport } from "./transport.ts";
import { SignalboxError } from "./errors.ts";
import { shortText } from "./text.ts";
import type { Action, Stop } from "./types.ts";

/** What the stream tells. Events are hints: read the action again before acting on one. */
export type StreamEvent =
  | { type: "action.decided" | "action.questioned" | "stop.changed" | "heartbeat"; data: Record<string, unknown> }
  /** The server cannot read where the controls stand just now. Heartbeats cease, and with them the lease, unless it can again in time. */
  | { type: "unknown"; data: Record<string, unknown> }
  /** The instance stops, as for an upgrade. The stream connects again by itself when it was told to; the lease lasts as long as its last heartbeat. */
  | { type: "stream.ending"; data: Record<string, unknown> }
  /** The lease was won (a heartbeat came, and what stands was asked) or lost (nothing for `leaseSeconds`). While it is lost the agent is stopped. */
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
 *
 * A heartbeat alone does not win it back. Every heartbeat carries where the workspace's controls stand (`epoch`, `runStops`); on a new
 * connection, and whenever that has moved, the client first asks what stands: its own status, and the stops over all work in flight.
 * Only what it has asked about counts, so a stop that was pulled while the line was down is met before anything goes on.
 */
export class ActionStream {
  private readonly listeners = new Set<(event: StreamEvent) => void>();
  private readonly closing = new AbortController();
  private readonly leaseMs: number;
  private leaseTimer: ReturnType<typeof setTimeout> | undefined;
  private held = false;
  private attempt = 0;
  private connections = 0;
  /** The last heartbeat: where the controls stood, and when it came, Unix milliseconds. */
  private beat: Heartbeat | undefined;
  /** The mark for which was asked what stands. */
  private asked: string | undefined;
  private asking = false;
  private readonly guards = new Set<Guarded>();
  /** What was met instead of a stream, where there is none. */
  private trouble: string | undefined;
  private lastEventId: string | undefined;
  /** After how many milliseconds the server asked to come back, when it said that it stops. */
  private told: number | undefined;
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
    const guarded: Guarded = {
      action,
      since: this.beat?.serverTime,
      lose: (why) => controller.abort(new SignalboxError("lease_lost", why)),
    };
    this.guards.add(guarded);
    if (!this.held)
      guarded.lose(
        `There is no live connection to Signalbox, so this agent counts as stopped.${this.trouble === undefined ? "" : ` ${this.trouble}`}`,
      );
    const unsubscribe = this.subscribe((event) => {
      if (event.type === "lease" && !event.held)
        guarded.lose(this.lostBecause ?? "Heartbeats from Signalbox ceased, so this agent counts as stopped.");
      if (event.type === "stop.changed")
        void this.stopOver(action, event.data).then((why) => why !== undefined && guarded.lose(why));
    });
    return {
      signal: controller.signal,
      release: () => {
        this.guards.delete(guarded);
        unsubscribe();
      },
    };
  }

  /** Asks what stands until that is known for the newest heartbeat; only then does the lease count. */
  private async askWhatStands(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      while (this.beat !== undefined && this.beat.mark !== this.asked && !this.closing.signal.aborted) {
        const { mark } = this.beat;
        const own = await this.ownStop();
        if (own !== undefined) return this.lose(own);
        await Promise.all(
          [...this.guards].map(async (guarded) => {
            const why = (await this.stopOver(guarded.action, {})) ?? (await this.stoppedSince(guarded));
            if (why !== undefined) guarded.lose(why);
          }),
        );
        this.asked = mark;
      }
      this.extend();
    } finally {
      this.asking = false;
    }
  }

  private async ownStop(): Promise<string | undefined> {
    try {
      const { status } = await this.transport.json<{ status: string }>({
        method: "GET",
        path: "/api/v1/agents/self",
        retryForSeconds: 2,
        signal: this.closing.signal,
      });
      return status === "active" ? undefined : `This agent is ${shortText(String(status), 50)}.`;
    } catch (error) {
      return `What stands cannot be asked (${error instanceof SignalboxError ? error.code : "unknown"}), so this agent counts as stopped.`;
    }
  }

  /** A stop that was pulled and re-armed while nobody was listening has stopped this work all the same. */
  private async stoppedSince({ action, since }: Guarded): Promise<string | undefined> {
    if (since === undefined) return undefined;
    try {
      const page: { items: (Stop & { pulledAt?: string })[] } = await this.transport.json({
        method: "GET",
        path: `/api/v1/stops?active=false&limit=1&actionId=${encodeURIComponent(action.id)}`,
        retryForSeconds: 2,
        signal: this.closing.signal,
      });
      const stop = page.items.find((candidate) => Date.parse(candidate.pulledAt ?? "") >= since);
      return stop && `A stop was pulled meanwhile${whyOf(stop)}`;
    } catch (error) {
      return `Stops cannot be read (${error instanceof SignalboxError ? error.code : "unknown"}), so this action counts as stopped.`;
    }
  }

  /** Why this action is stopped, if it is. */
  private async stopOver(action: StopSubject, change: Record<string, unknown>): Promise<string | undefined> {
    if (change["event"] === "agent.updated")
      return change["subjectId"] === action.agentId ? "This agent was changed or suspended." : undefined;
    try {
      // Which stops cover an action, the server says: those of the runs and agents above count too.
      const path = `/api/v1/stops?active=true&limit=1&actionId=${encodeURIComponent(action.id)}`;
      const page = await this.transport.json<{ items: Stop[] }>({
        method: "GET",
        path,
        retryForSeconds: 2,
        signal: this.closing.signal,
      });
      const stop = page.items.find((candidate) => candidate.active);
      return stop && `A stop was pulled${whyOf(stop)}`;
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

  /** Why the lease was lost, where it was not for silence. */
  private lostBecause: string | undefined;

  private lose(why: string): void {
    this.lostBecause = why;
    clearTimeout(this.leaseTimer);
    this.setLease(false);
    this.lostBecause = undefined;
  }

  /** The lease lasts from the last heartbeat whose mark was asked about; asking takes time off it, never adds to it. */
  private extend(): void {
    if (this.beat === undefined || this.beat.mark !== this.asked) return;
    const leftMs = this.beat.at + this.leaseMs - Date.now();
    if (leftMs <= 0) return;
    clearTimeout(this.leaseTimer);
    this.leaseTimer = setTimeout(() => this.setLease(false), leftMs);
    this.setLease(true);
  }

  private heartbeat(data: Record<string, unknown>): void {
    const serverTime = typeof data["at"] === "string" ? Date.parse(data["at"]) : NaN;
    this.beat = {
      mark: `${this.connections}:${String(data["epoch"])}.${String(data["runStops"])}`,
      at: Date.now(),
      serverTime: Number.isNaN(serverTime) ? undefined : serverTime,
    };
    if (this.beat.mark === this.asked) this.extend();
    else void this.askWhatStands();
  }

  private async run(): Promise<void> {
    try {
      while (!this.closing.signal.aborted) {
        try {
          await this.connection();
        } catch (error) {
          this.trouble = error instanceof SignalboxError ? error.message : undefined;
          // Signalbox's own refusal is for good; what answers in its place may be gone in a moment.
          if (
            error instanceof SignalboxError &&
            error.code !== "invalid_response" &&
            (error.status === 401 || error.status === 403)
          )
            throw error;
        }
        if (!this.closing.signal.aborted) await pause(this.told ?? backoffMs(this.attempt++), this.closing.signal);
        this.told = undefined;
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
      this.trouble = undefined;
      // What was asked over an earlier connection does not count on this one: in between anything may have happened.
      this.connections += 1;
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
    if (
      event !== "action.decided" &&
      event !== "action.questioned" &&
      event !== "stop.changed" &&
      event !== "heartbeat" &&
      event !== "unknown" &&
      event !== "stream.ending"
    )
      return;
    const data = parseData(message.data);
    if (event === "stream.ending") this.told = toldDelayMs(data);
    if (event === "heartbeat") this.heartbeat(data);
    this.emit({ type: event, data });
  }
}

interface Heartbeat {
  /** Over which connection it came, and where the controls stood: what was asked for one of them says nothing about another. */
  mark: string;
  at: number;
  serverTime: number | undefined;
}

interface Guarded {
  action: StopSubject;
  /** The server's time of the heartbeat under which the work began, Unix milliseconds. */
  since: number | undefined;
  lose: (why: string) => void;
}

/** What is guarded: an action, and whose it is. */
export type StopSubject = Pick<Action, "id" | "agentId">;

/** Bounded: whatever a server says, an agent does not stay away for good. */
function toldDelayMs({ retryAfterMs }: Record<string, unknown>): number {
  return typeof retryAfterMs === "number" && retryAfterMs >= 0 ? Math.min(retryAfterMs, 10_000) : 1_500;
}

function parseData(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : { value };
  } catch (error) {
    if (error instanceof SyntaxError) return { text };
    throw error;
  }
}

/** The end of a sentence about a stop: a lever may be pulled without a word. */
const whyOf = ({ reason }: Stop): string => (reason === null ? "." : `: ${reason}`);
