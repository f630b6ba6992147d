import { subscribe, type WorkspaceEvent } from "./bus";

/** Milliseconds between heartbeats; the contract promises one at least every 5 s. */
const heartbeatMs = 2_000;

/** What of the bus goes to whom, and under which name. */
export type Selector = (event: WorkspaceEvent) => { event: string; data: Record<string, unknown> } | undefined;

/**
 * A server-sent event stream (WHATWG HTML, section 9.2). Ends when the client goes away.
 * @param stillAllowed is asked every few heartbeats, so that a revoked key or session loses its stream too
 * @param onEnd called when the stream has ended, however it did
 */
export function eventStream(request: Request, select: Selector, stillAllowed: () => Promise<boolean>, onEnd: () => void): Response {
  const encoder = new TextEncoder();
  let forget = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true;
      forget = () => {
        open = false;
        onEnd();
        clearInterval(timer);
        unsubscribe();
        request.signal.removeEventListener("abort", close);
      };
      const close = () => {
        if (!open) return;
        forget();
        controller.close();
      };
      const send = (event: string, data: Record<string, unknown>) => {
        if (!open) return;
        // A client that does not read must not fill our memory: it may come back and read the present.
        if ((controller.desiredSize ?? 0) < -1000) return close();
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      let beats = 0;
      const beat = () => {
        send("heartbeat", { at: new Date().toISOString() });
        beats += 1;
        if (beats % 5 !== 0) return;
        // If this cannot be asked (the database is away), nothing is promised any longer: the stream ends, clients reconnect.
        void stillAllowed().then(
          (yes) => {
            if (!yes) close();
          },
          () => close(),
        );
      };
      const unsubscribe = subscribe((happened) => {
        const chosen = select(happened);
        if (chosen) send(chosen.event, chosen.data);
      });
      const timer = setInterval(beat, heartbeatMs);
      request.signal.addEventListener("abort", close);
      // Whoever left while we asked who they are is told nothing, and nothing is kept for them.
      if (request.signal.aborted) close();
      else beat();
    },
    cancel: () => forget(),
  });
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no" },
  });
}
