import { describe, expect, it } from "vitest";
import { readServerSentEvents, ServerSentEventParser, type ServerSentEvent } from "./server-sent-events.ts";

describe("reading an event stream", () => {
  it("gives whole events however the text is cut", () => {
    const stream = 'event: action.decided\ndata: {"a":1}\n\n: comment\n\ndata: x\ndata: y\n\n';
    const whole = new ServerSentEventParser().push(stream);
    const parser = new ServerSentEventParser();
    const cut = [...stream].flatMap((character) => parser.push(character));
    expect(whole).toEqual([
      { event: "action.decided", data: '{"a":1}' },
      { event: "message", data: "x\ny" },
    ]);
    expect(cut).toEqual(whole);
  });

  it("reads every line ending the standard allows, also when it is cut in two", () => {
    const parser = new ServerSentEventParser();
    expect([...parser.push("event: a\r\ndata: 1\r"), ...parser.push("\n\r\n")]).toEqual([{ event: "a", data: "1" }]);
    expect(new ServerSentEventParser().push("data: 1\r\rdata: 2\n\n")).toEqual([
      { event: "message", data: "1" },
      { event: "message", data: "2" },
    ]);
  });

  it("gives a named event without data, does not carry its name over, and makes nothing of blank lines", () => {
    expect(new ServerSentEventParser().push("\n\nevent: a\n\n\ndata: 1\n\n")).toEqual([
      { event: "a", data: "" },
      { event: "message", data: "1" },
    ]);
  });

  it("reads a body the same however its bytes are cut", async () => {
    const text =
      ": hello\r\nid: 7\r\nevent: a\r\ndata: one\r\ndata:two\r\n\r\ndata: é\n\nevent: empty\n\nretry: 10\ndata\n\nignored: x\ndata: unfinished";
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let i = 0; i < bytes.length; i += size) controller.enqueue(bytes.slice(i, i + size));
          controller.close();
        },
      });
      const messages: ServerSentEvent[] = [];
      for await (const message of readServerSentEvents(body)) messages.push(message);
      expect(messages).toEqual([
        { event: "a", data: "one\ntwo", id: "7" },
        { event: "message", data: "é", id: "7" },
        { event: "empty", data: "", id: "7" },
        { event: "message", data: "", id: "7" },
      ]);
    }
  });
});
