import { GET } from "@/app/api/v1/stream/route";
import { type ServerSentEvent, ServerSentEventParser } from "@/packages/sdk/server-sent-events";

export interface HeardStream {
  /** What it has reported up to now. */
  heard: ServerSentEvent[];
  /** Comes when the server has ended it, or `leave` has. */
  ended: Promise<void>;
  leave(): Promise<void>;
}

/** Opens an event stream through its route, and listens. */
export async function listenToStream(headers: Record<string, string>): Promise<HeardStream> {
  const gone = new AbortController();
  const response = await GET(new Request("http://localhost:3000/api/v1/stream", { headers, signal: gone.signal }), {
    params: Promise.resolve({}),
  });
  if (response.status !== 200 || !response.body) throw new Error(`The stream answered ${response.status}`);
  const heard: ServerSentEvent[] = [];
  const parser = new ServerSentEventParser();
  const ended = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeTo(new WritableStream({ write: (piece) => void heard.push(...parser.push(piece)) }));
  return {
    heard,
    ended,
    leave: () => {
      gone.abort();
      return ended;
    },
  };
}
