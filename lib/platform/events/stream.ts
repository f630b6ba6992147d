import { AppError } from "@/lib/platform/errors";
import { stoppingSignal } from "@/lib/platform/stopping";
import { subscribe } from "./bus";
import { type ControlMark, watchControlMark } from "./control-marks";
import { idOf, readId, sameMark } from "./event-id.rules";
import { type Listener, messageFor, type StreamMessage } from "./stream-events.rules";

/**
 * Milliseconds after which to connect again when an instance stops: it goes on listening for a second, and refuses. Spread, so that those
 * who were told at one moment do not all come back at another.
 */
const comeBackMs = { least: 1_000, most: 2_000 };

/** Milliseconds between heartbeats; the contract promises one at least every 5 s. */
const heartbeatMs = 2_000;
/** An answer that took longer says nothing about now: no heartbeat is sent on it. */
const freshMs = 1_000;
/** Every how many beats everything is asked that is asked of a request. */
const wholeEvery = 5;

export interface StreamOptions {
  /** Whose stream it is: what is reported to them follows from that. */
  listener: Listener;
  /**
   * Is the credential still good? Asked before every heartbeat, so that no lease outlives it by more than its own five seconds: cheap
   * for hundreds of streams.
   */
  stands: () => Promise<boolean>;
  /** Asks everything that is asked of a request; in place of `stands` every few heartbeats. */
  stillAllowed: () => Promise<boolean>;
  /** Narrows what is reported of actions to some of them. */
  reaches?: (actionId: string) => Promise<boolean>;
  /** Called when the stream has ended, however it did. */
  onEnd: () => void;
  /** What happened since then and was not reported, to somebody who comes back with `Last-Event-ID`. */
  missed?: (since: Date) => Promise<StreamMessage[]>;
}

/** Is it a refusal, and not that nobody could be asked? */
const isRefusal = (error: unknown): boolean => error instanceof AppError && error.status < 500 && error.status !== 429;

/** A clock may be a little off between two instances: rather reported twice than not at all. */
const overlapMs = 5_000;

/**
 * A server-sent event stream (WHATWG HTML, section 9.2). Ends when the client goes away, and with the process: then an event
 * `stream.ending` says so first.
 *
 * Every heartbeat carries where the workspace's controls stand, and says that the credential is good, both as the database said a moment
 * ago; while it says nothing there is no heartbeat but `unknown`, and nobody is told that all is well. Events are hints, the mark is not:
 * when it moves, that is reported at once. Whose credential is no longer good loses the stream in place of the heartbeat.
 */
export function eventStream(
  request: Request,
  { listener, stands, stillAllowed, reaches, onEnd, missed }: StreamOptions,
): Response {
  const encoder = new TextEncoder();
  const last = readId(request.headers.get("last-event-id"));
  let forget = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true;
      let told: ControlMark | undefined;
      forget = () => {
        open = false;
        onEnd();
        clearInterval(timer);
        unsubscribe();
        watch.end();
        request.signal.removeEventListener("abort", close);
        stoppingSignal().removeEventListener("abort", sayGoodbye);
      };
      const close = () => {
        if (!open) return;
        forget();
        controller.close();
      };
      const send = ({ event, data }: StreamMessage) => {
        if (!open) return;
        // A client that does not read must not fill our memory: it may come back and read the present.
        if ((controller.desiredSize ?? 0) < -1000) return close();
        // Before the first reading an id stands for no mark: whoever comes back with it is told everything.
        const id = idOf(told ?? { epoch: 0, runStops: 0 }, Date.now());
        controller.enqueue(encoder.encode(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      const sayGoodbye = () => {
        const retryAfterMs = comeBackMs.least + Math.floor(Math.random() * (comeBackMs.most - comeBackMs.least));
        // Whoever reads with a browser's EventSource keeps to this by itself.
        if (open) controller.enqueue(encoder.encode(`retry: ${retryAfterMs}\n`));
        send({
          event: "stream.ending",
          data: {
            reason: "stopping",
            retryAfterMs,
            detail: "This instance is stopping. Connect again; another one, or this one started again, goes on.",
          },
        });
        close();
      };
      const unknown = () => send({ event: "unknown", data: { at: new Date().toISOString() } });
      const heartbeat = () => {
        const mark = watch.now();
        if (mark === undefined) return unknown();
        told = mark;
        send({ event: "heartbeat", data: { at: new Date().toISOString(), ...mark } });
      };
      const resume = (before: { mark: ControlMark; at: number }, mark: ControlMark) => {
        // People are told by what was missed: they keep no mark.
        if (listener.agentId !== undefined && !sameMark(before.mark, mark))
          send({ event: "stop.changed", data: { subjectId: null, event: "controls.changed", ...mark } });
        if (!missed) return;
        void missed(new Date(before.at - overlapMs)).then(
          (messages) => messages.forEach(send),
          () => close(),
        );
      };
      let asking = false;
      /** A heartbeat, once the credential was found good; while nobody can say so there is none. */
      const beat = (ask: () => Promise<boolean>) => {
        asking = true;
        const from = Date.now();
        void ask()
          .then(
            (yes) => {
              if (!yes) close();
              else if (Date.now() - from > freshMs) unknown();
              else heartbeat();
            },
            // If everything is to be asked and cannot be (the database is away), nothing is promised any longer: clients reconnect.
            (error: unknown) => (ask === stillAllowed || isRefusal(error) ? close() : unknown()),
          )
          .finally(() => (asking = false));
      };
      const onRead = () => {
        const mark = watch.now();
        if (!open || mark === undefined || (told !== undefined && sameMark(told, mark))) return;
        const first = told === undefined;
        told = mark;
        if (first && last) resume(last, mark);
        if (!first) send({ event: "stop.changed", data: { subjectId: null, event: "controls.changed", ...mark } });
        // Where the credential is being asked about already, that heartbeat tells the mark.
        if (!asking) beat(stands);
      };
      let beats = 0;
      const onBeat = () => {
        beats += 1;
        if (asking) unknown();
        else beat(beats % wholeEvery === 0 ? stillAllowed : stands);
      };
      const unsubscribe = subscribe((happened) => {
        const chosen = messageFor(listener, happened);
        if (!chosen) return;
        if (!reaches || !chosen.event.startsWith("action.")) return send(chosen);
        // Whoever cannot be told connects again, and hears what was missed.
        void reaches(happened.subjectId).then((yes) => (yes ? send(chosen) : undefined), close);
      });
      const watch = watchControlMark(listener.workspaceId, onRead);
      const timer = setInterval(onBeat, heartbeatMs);
      request.signal.addEventListener("abort", close);
      stoppingSignal().addEventListener("abort", sayGoodbye);
      // Whoever left while we asked who they are is told nothing, and nothing is kept for them.
      if (request.signal.aborted) close();
      else if (stoppingSignal().aborted) sayGoodbye();
    },
    cancel: () => forget(),
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}
