export interface ServerSentEvent {
  event: string;
  data: string;
  /** The last id the stream has named, this event's or an earlier one's. */
  id?: string;
}

/**
 * Reads `text/event-stream` (WHATWG HTML, 9.2.6) piece by piece: the text arrives cut anywhere, events leave whole. Comments and `retry` are
 * skipped. A named event without data is given all the same, where the standard drops it: here a name alone says that something changed.
 */
export class ServerSentEventParser {
  #rest = "";
  #event = "";
  #data: string[] = [];
  #id: string | undefined;

  /** @returns the events that `text` completed */
  push(text: string): ServerSentEvent[] {
    const complete: ServerSentEvent[] = [];
    // A carriage return at the very end may be half of a line end: leave it for the next piece.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line !== "") {
        this.#read(line);
        continue;
      }
      if (this.#data.length > 0 || this.#event !== "") complete.push(this.#whole());
      this.#event = "";
      this.#data = [];
    }
    return complete;
  }

  #whole(): ServerSentEvent {
    const event = { event: this.#event === "" ? "message" : this.#event, data: this.#data.join("\n") };
    return this.#id === undefined ? event : { ...event, id: this.#id };
  }

  #read(line: string): void {
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const content = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = content;
    else if (field === "data") this.#data.push(content);
    else if (field === "id" && !content.includes("\0")) this.#id = content;
  }
}

/** The events of a body, as they come. Whoever stops reading early ends the body. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = new ServerSentEventParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
