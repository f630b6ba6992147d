import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Signalbox } from "./client.ts";
import { ContractServer } from "./contract.server.ts";
import { SignalboxError } from "./errors.ts";

let server: ContractServer;

beforeEach(async () => {
  server = await new ContractServer().start();
});
afterEach(() => server.stop());

const pay = { action: "pay", parameters: { amount: 12 } };

async function refusal(call: Promise<unknown>): Promise<SignalboxError> {
  const error: unknown = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof SignalboxError) return error;
  throw new Error("no SignalboxError", { cause: error });
}

describe("what answers in Signalbox's place", () => {
  const html = "<!doctype html><html><body>Sign in to the corporate network</body></html>";
  const json = { "Content-Type": "application/json" };
  it.each<[string, () => Response, string]>([
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { Location: "https://login.example/?next=1" } }),
      "a redirect to https://login.example/?next=1. It is not followed",
    ],
    ["201 {}", () => new Response("{}", { status: 201, headers: json }), '"id" is missing'],
    ["a list", () => new Response("[]", { status: 201, headers: json }), "an action was expected"],
    ["null", () => new Response("null", { status: 200, headers: json }), "an action was expected"],
    [
      "an action that says nothing of its state",
      () =>
        new Response(JSON.stringify({ id: "act_1", action: "pay", agentId: "a", digest: "d", parameters: {} }), {
          status: 201,
          headers: json,
        }),
      '"status" is missing',
    ],
    [
      "a web page with 200",
      () => new Response(html, { status: 200, headers: { "Content-Type": "text/html; charset=utf-8" } }),
      "It is a web page",
    ],
    ["a web page that calls itself JSON", () => new Response(html, { status: 200, headers: json }), "It is a web page"],
    [
      "a web page with 403",
      () => new Response(html, { status: 403, headers: { "Content-Type": "text/html" } }),
      "It is a web page",
    ],
    [
      "half of an answer",
      () => new Response('{"id":"act_1","status":"appro', { status: 201, headers: json }),
      "not whole JSON",
    ],
    ["nothing", () => new Response("", { status: 200 }), "it was empty"],
    [
      "JSON that calls itself a web page",
      () => new Response("{}", { status: 200, headers: { "Content-Type": "text/html" } }),
      "instead of JSON",
    ],
    [
      "plain text",
      () => new Response("OK", { status: 200, headers: { "Content-Type": "text/plain" } }),
      'it began with "OK"',
    ],
  ])("%s: a sentence says what was met, and nothing runs", async (_name, answer, words) => {
    const client = new Signalbox({
      baseUrl: "http://signalbox.test",
      apiKey: "k",
      fetch: async () => answer(),
      retryForSeconds: 0.2,
    });
    const error = await refusal(client.guarded(pay, () => expect.unreachable()));
    expect(error.code).toBe("invalid_response");
    expect(error.message).toContain(words);
    const stream = client.stream();
    const whyNot = () => String(stream.guard({ id: "act_1", agentId: "agt_1" }).signal.reason);
    await expect
      .poll(whyNot)
      .toMatch(
        /counts as stopped\. The server answered .*(It is not followed|instead of text\/event-stream|without saying why)/,
      );
    stream.close();
  });

  it("a redirect over a real connection: the key goes nowhere else", async () => {
    const elsewhere = await new ContractServer().start();
    const { createServer } = await import("node:http");
    const redirecting = createServer((request, response) =>
      response.writeHead(307, { Location: `${elsewhere.baseUrl}${request.url}` }).end(),
    );
    await new Promise<void>((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
    const { port } = redirecting.address() as { port: number };
    const client = new Signalbox({ baseUrl: `http://127.0.0.1:${port}`, apiKey: "sbx_test" });
    expect((await refusal(client.guarded(pay, () => expect.unreachable()))).message).toContain(
      "answered 307 a redirect",
    );
    const stream = client.stream();
    await expect
      .poll(() => String(stream.guard({ id: "act_1", agentId: "agt_1" }).signal.reason))
      .toContain("answered 307 a redirect");
    stream.close();
    expect(elsewhere.requests).toEqual([]);
    redirecting.closeAllConnections();
    redirecting.close();
    await elsewhere.stop();
  });

  it.each([
    ["{}", '"actionId" is missing'],
    ['{"actionId":"act_1"}', '"parameters" is missing'],
  ])("a permit's answer that is not one (%s): nothing runs", async (body, words) => {
    server.judge = (action) => server.approve(action);
    const client = new Signalbox({
      baseUrl: server.baseUrl,
      apiKey: "sbx_test",
      fetch: async (input, init) =>
        input.endsWith("/executions") ? new Response(body, { status: 200, headers: json }) : fetch(input, init),
    });
    expect((await refusal(client.guarded(pay, () => expect.unreachable()))).message).toContain(words);
  });
});
