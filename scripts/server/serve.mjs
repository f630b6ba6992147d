// @ts-check
// The production server's process: `node serve.mjs <port> <host>`. It makes the HTTP server itself instead of leaving that to
// `next start`, because only who makes it can bound its connections and end it gently. How many it takes is decided where every
// other setting is, in lib/platform/http/connections.ts, which finds the server under the name below.
import "./json-console.mjs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import next from "next";
import { endGently, turnAway } from "./end-gently.mjs";
import { staticFiles } from "./static-files.mjs";

const [port = 3000, host = "127.0.0.1"] = [Number(process.argv[2]), process.argv[3]];
const dir = fileURLToPath(new URL("../..", import.meta.url));
process.title = "signalbox-server";

const server = createServer({
  // Whoever has not sent a whole request within these is answered 408 and closed: a byte a minute holds nothing for long.
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
});
Object.assign(globalThis, { [Symbol.for("signalbox.http-server")]: server });

/** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
function answer(request, response) {
  files(request, response, () => {
    handle(request, response).catch((/** @type {unknown} */ error) => {
      console.error("a request failed outside of every route:", error);
      if (!response.headersSent) response.statusCode = 500;
      response.end();
    });
  });
}

const app = next({ dev: false, dir, port, hostname: host, httpServer: server, quiet: true });
await app.prepare();
const handle = app.getRequestHandler();
const files = staticFiles(dir);
const admit = await frontDoor();
const end = endGently(server);
server.on("request", (request, response) => {
  if (turnAway(request, response)) return;
  const admitted = admit(request, response);
  if (admitted === true) answer(request, response);
  // Whoever waits at the door may be turned away when it is their turn: the end began meanwhile.
  else if (admitted)
    void admitted.then(
      (/** @type {boolean} */ comesIn) => comesIn && !turnAway(request, response) && answer(request, response),
    );
});
server.on("error", (error) => {
  console.error("the server cannot listen:", error);
  process.exit(1);
});
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void end().then(() => process.exit(0)));
server.listen(port, host);

/**
 * lib/platform/http/front-door.ts: which hosts and methods are let in, and who is really at the other end. It is put in place by the
 * process's own start, which Next.js begins by itself; until then nobody is let in, and nobody is answered either: an open page that asks
 * again finds either no server or a whole one.
 */
async function frontDoor() {
  for (let tries = 0; tries < 3000; tries += 1) {
    const door = Reflect.get(globalThis, Symbol.for("signalbox.front-door"));
    if (door !== undefined) return door;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.error("the server's own start did not finish within a minute");
  process.exit(1);
}
