import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { onUnknown, pageWorkspace } from "@/lib/platform/http/fetch-json";
import { backoffMs } from "@/lib/platform/retry";
import { api } from "@/lib/platform/routes";
import { Store, Watchers } from "@/lib/platform/watchers";
import { type ServerSentEvent, ServerSentEventParser } from "@/packages/sdk/server-sent-events";
import { type ConnectionState, connectionState, silentMs, toldDelayMs } from "./connection.rules";

/** Something changed on the server. A hint: whoever hears it reads again. */
export interface StreamEvent {
  /** The audit event's name, such as `action.decided`; `stream.resumed` after a gap in which others may have been missed, and now and then during one. */
  event: string;
  /** What it happened to; null where the event has no single subject. */
  subjectId: string | null;
  /** What else the server said with it. */
  data: Readonly<Record<string, unknown>>;
}

export interface Connection {
  state: ConnectionState;
  /** Unix milliseconds at which something was last heard; null before anything was. */
  since: number | null;
  /** The server no longer knows this session: signing in again is the way on. */
  signedOut: boolean;
}

export const resumed = "stream.resumed";

/** Without events everything is read again this often: the page is slower then, and still right. */
const pollMs = 15_000;

/** A page nobody looks at gives its connection back, since a browser has six for all pages of one origin. */
const hiddenMs = 30_000;

/** Unix milliseconds, by the server's clock, at which the page that is shown was drawn, as the console's layout wrote it into the page. */
const pageDrawnAt = (): string | undefined =>
  document.querySelector<HTMLMetaElement>('meta[name="signalbox-drawn-at"]')?.content;

const beforeAnything: Connection = { state: "live", since: null, signedOut: false };

class Stream {
  readonly #listeners = new Watchers<[StreamEvent]>();
  readonly #connection = new Store<Connection>(beforeAnything);
  /** How many use it, to look or to listen. */
  #users = 0;
  #abort: AbortController | undefined;
  #heardAt = 0;
  #broken = false;
  /** The server said that it stops, and after how many milliseconds to come again. */
  #told: number | undefined;
  #announced = false;
  #attempt = 0;
  #polledAt = 0;
  #opened = false;
  #offsetMs = 0;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #hearUnknown: (() => void) | undefined;
  #hide: ReturnType<typeof setTimeout> | undefined;

  readonly read = this.#connection.read;

  offsetMs = (): number => (Number.isFinite(this.#offsetMs) ? this.#offsetMs : 0);

  watch = (watcher: () => void): (() => void) => this.#use(this.#connection.watch(watcher));

  listen = (listener: (event: StreamEvent) => void): (() => void) => this.#use(this.#listeners.watch(listener));

  /** The stream is open while somebody uses it. @returns ends this use, once */
  #use(leave: () => void): () => void {
    let isUsed = true;
    this.#users += 1;
    if (!this.#watchdog) this.#start();
    return () => {
      leave();
      if (!isUsed) return;
      isUsed = false;
      this.#users -= 1;
      if (this.#users === 0) this.#stop();
    };
  }

  #start(): void {
    this.#heardAt = Date.now();
    this.#watchdog = setInterval(() => this.#look(), 1_000);
    window.addEventListener("online", this.#again);
    window.addEventListener("offline", this.#cut);
    document.addEventListener("visibilitychange", this.#onVisibility);
    // Whoever is told elsewhere that they are nobody asks here, too: what stands on the page then says so.
    this.#hearUnknown = onUnknown(() => (this.read().signedOut ? undefined : this.#again()));
    void this.#open();
  }

  #stop(): void {
    this.#hearUnknown?.();
    clearInterval(this.#watchdog);
    this.#watchdog = undefined;
    clearTimeout(this.#hide);
    this.#close();
    this.#opened = false;
    window.removeEventListener("online", this.#again);
    window.removeEventListener("offline", this.#cut);
    document.removeEventListener("visibilitychange", this.#onVisibility);
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#abort?.abort();
    this.#abort = undefined;
  }

  async #open(): Promise<void> {
    this.#close();
    const abort = new AbortController();
    this.#abort = abort;
    const workspace = pageWorkspace();
    try {
      const response = await fetch(api.stream(), {
        headers: {
          accept: "text/event-stream",
          ...(workspace ? { "Signalbox-Workspace": workspace } : {}),
          ...this.#since(),
        },
        cache: "no-store",
        signal: abort.signal,
      });
      if (response.status === 401) {
        this.#broken = true;
        this.#say({ signedOut: true });
        return;
      }
      if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}`);
      this.#onOpen();
      await this.#readAll(response.body);
    } catch (error) {
      // Whatever went wrong, the line is down and is tried again; an abort was our own wish.
      if (abort.signal.aborted || !(error instanceof Error)) return;
    }
    if (!abort.signal.aborted) this.#failed();
  }

  /** What happened between the page's being drawn and the stream's first opening is reported with it; after a later gap everything is read again. */
  #since(): Record<string, string> {
    const drawnAt = pageDrawnAt();
    return this.#opened || drawnAt === undefined ? {} : { "last-event-id": `0.0.${drawnAt}` };
  }

  async #readAll(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = new ServerSentEventParser();
    const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      this.#heard();
      for (const message of parser.push(piece.value)) this.#tell(message);
    }
  }

  #onOpen(): void {
    const again = this.#opened || this.#attempt > 0;
    this.#opened = true;
    this.#attempt = 0;
    this.#broken = false;
    this.#announced = false;
    this.#heard();
    if (again) this.#emit({ event: resumed, subjectId: null, data: {} });
  }

  #tell({ event, data }: ServerSentEvent): void {
    const facts = asRecord(data);
    if (event === "heartbeat") {
      if (typeof facts.at === "string") this.#offsetMs = Date.parse(facts.at) - Date.now();
      return;
    }
    if (event === "stream.ending") {
      this.#told = toldDelayMs(facts);
      this.#announced = true;
      return;
    }
    const subject = facts.subjectId ?? facts.actionId ?? facts.id;
    this.#emit({ event, subjectId: typeof subject === "string" ? subject : null, data: facts });
  }

  #emit(event: StreamEvent): void {
    this.#listeners.notify(event);
  }

  #heard(): void {
    this.#heardAt = Date.now();
    this.#say({ signedOut: false });
  }

  #failed(): void {
    this.#broken = true;
    this.#say({});
    clearTimeout(this.#retry);
    this.#retry = setTimeout(this.#again, this.#told ?? backoffMs(this.#attempt));
    this.#told = undefined;
    this.#attempt += 1;
  }

  readonly #again = (): void => {
    void this.#open();
  };

  readonly #cut = (): void => {
    this.#broken = true;
    this.#say({});
  };

  readonly #onVisibility = (): void => {
    clearTimeout(this.#hide);
    if (document.visibilityState === "hidden") {
      this.#hide = setTimeout(() => this.#close(), hiddenMs);
    } else if (!this.#abort) {
      void this.#open();
    }
  };

  /** Once a second: a line that is open but silent is as good as cut. */
  #look(): void {
    const silence = Date.now() - this.#heardAt;
    const waits = this.#retry !== undefined || this.read().signedOut || document.visibilityState === "hidden";
    if (silence > silentMs && !this.#broken && !waits) {
      this.#close();
      this.#failed();
    } else {
      this.#say({});
    }
    this.#poll();
  }

  /** Something on the way may hold events back and let everything else through: as after a gap, whoever listens reads again. */
  #poll(): void {
    const { state, signedOut } = this.read();
    if (state === "live" || signedOut || document.visibilityState === "hidden") {
      this.#polledAt = Date.now();
    } else if (Date.now() - this.#polledAt >= pollMs) {
      this.#polledAt = Date.now();
      this.#emit({ event: resumed, subjectId: null, data: {} });
    }
  }

  #say(change: { signedOut?: boolean }): void {
    const signedOut = change.signedOut ?? this.read().signedOut;
    const state = connectionState(Date.now() - this.#heardAt, this.#broken, this.#announced);
    const since = state === "live" ? this.read().since : this.#heardAt;
    const last = this.read();
    if (last.state === state && last.signedOut === signedOut && last.since === since) return;
    this.#connection.set({ state, since, signedOut });
  }
}

function asRecord(data: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : {};
  } catch {
    // Not JSON: the name alone is the news.
    return {};
  }
}

const stream = new Stream();

/** Whether what is on the screen is what is: live, reconnecting (restarting, where the server said so), or stale since. Opens the stream while it is used. */
export function useConnection(): Connection {
  return useSyncExternalStore(stream.watch, stream.read, () => beforeAnything);
}

/** Milliseconds that the server's clock is ahead of ours, as far as its heartbeats tell; 0 before the first. */
export const serverOffsetMs = stream.offsetMs;

/** Calls `listener` for every event of the workspace while the component is on the screen. */
export function useStreamEvents(listener: (event: StreamEvent) => void): void {
  const latest = useRef(listener);
  useLayoutEffect(() => {
    latest.current = listener;
  });
  useEffect(() => stream.listen((event) => latest.current(event)), []);
}

/**
 * Reads queries again when something they show has changed: at most once in `everyMs` (a second by default), and always
 * after a gap.
 *
 * @param prefixes beginnings of event names, such as `stop.` or `action.decided`
 */
export function useStreamInvalidation(prefixes: readonly string[], queryKey: QueryKey, everyMs = 1_000): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useStreamEvents(({ event }) => {
    if (event !== resumed && !prefixes.some((prefix) => event.startsWith(prefix))) return;
    if (timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        void queries.invalidateQueries({ queryKey });
      },
      event === resumed ? 0 : everyMs,
    );
  });
}
