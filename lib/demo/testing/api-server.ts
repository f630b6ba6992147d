import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { manifest } from "@/app/api/manifest";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const table = manifest
  .map(({ path, module }) => ({
    pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    module: module,
    fixed: !path.includes("{"),
  }))
  // As Next does: a fixed segment goes before a parameter.
  .sort((a, b) => Number(b.fixed) - Number(a.fixed));

/** For integration tests: every route of the API behind a real HTTP server, called as Next would call them. */
export async function startApiServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    void answer(incoming, gone.signal).then((response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      if (response.body === null) outgoing.end();
      else Readable.fromWeb(response.body as ReadableStream).pipe(outgoing);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    url,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };

  async function answer(incoming: IncomingMessage, signal: AbortSignal): Promise<Response> {
    const path = (incoming.url ?? "").split("?")[0] ?? "";
    const route = table.find((r) => r.pattern.test(path));
    const methods: Partial<Record<string, Handler>> = { ...route?.module };
    const handler = methods[incoming.method ?? "GET"];
    if (!route || !handler) return new Response(null, { status: 404 });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = chunks.length > 0 ? { body: new Uint8Array(Buffer.concat(chunks)) } : {};
    const request = new Request(`${url}${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers: incoming.headers as Record<string, string>,
      signal,
      ...body,
    });
    return handler(request, { params: Promise.resolve({ ...route.pattern.exec(path)?.groups }) });
  }
}
