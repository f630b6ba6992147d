export interface ServerSentEvent {
  event: string;
  data: string;
  id?: string;
}

/** Reads `text/event-stream` (WHATWG HTML, 9.2.6) from a body. Comments and `retry` are skipped; an event without data is given all the same. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = "";
  let event = "";
  let data: string[] = [];
  let id: string | undefined;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      buffer += decoder.decode(value, { stream: true });
      // A carriage return at the very end may be half of a line end: leave it for the next piece.
      const lines = buffer.split(/\r\n|\n|\r(?!$)/);
      buffer = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0 || event !== "")
            yield {
              event: event === "" ? "message" : event,
              data: data.join("\n"),
              ...(id === undefined ? {} : { id }),
            };
          event = "";
          data = [];
          continue;
        }
        const colon = line.indexOf(":");
        const field = colon === -1 ? line : line.slice(0, colon);
        const content = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (field === "event") event = content;
        else if (field === "data") data.push(content);
        else if (field === "id" && !content.includes("\0")) id = content;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
