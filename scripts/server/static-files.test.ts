import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as send, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compressFolder } from "./compress";
import { staticFiles } from "./static-files.mjs";

const script = `export const words = ${JSON.stringify("the same words again ".repeat(200))};`;
let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-static-"));
  const chunks = join(folder, ".next", "static", "chunks");
  mkdirSync(chunks, { recursive: true });
  writeFileSync(join(chunks, "page.js"), script);
  writeFileSync(join(chunks, "gone.js"), script);
  writeFileSync(join(chunks, "font.woff2"), "a font");
  writeFileSync(join(folder, ".next", "BUILD_ID"), "secret of the server");
  await compressFolder(join(folder, ".next", "static"));
  const files = staticFiles(folder);
  server = createServer((request, response) =>
    files(request, response, () => response.end(`otherwise ${request.url}`)),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function ask(
  path: string,
  encodings?: string,
  method = "GET",
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = send(
      {
        port,
        host: "127.0.0.1",
        path,
        method,
        headers: encodings === undefined ? {} : { "Accept-Encoding": encodings },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
        );
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}

test("a script is sent as small as the browser can read it, and is the same script", async () => {
  const brotli = await ask("/_next/static/chunks/page.js", "gzip, deflate, br");
  const gzip = await ask("/_next/static/chunks/page.js?dpl=1", "gzip, deflate");
  const plain = await ask("/_next/static/chunks/page.js");
  expect(brotli.headers).toMatchObject({
    "content-encoding": "br",
    "content-length": String(brotli.body.length),
    "content-type": "text/javascript; charset=UTF-8",
    vary: "Accept-Encoding",
  });
  expect(gzip.headers["content-encoding"]).toBe("gzip");
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect([brotliDecompressSync(brotli.body), gunzipSync(gzip.body), plain.body].map(String)).toEqual([
    script,
    script,
    script,
  ]);
  expect(brotli.body.length).toBeLessThan(plain.body.length / 4);
});

test("it never changes under its name, is taken for nothing else, and may be asked about", async () => {
  const { headers } = await ask("/_next/static/chunks/page.js", "br");
  expect(headers).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
  });
  const head = await ask("/_next/static/chunks/page.js", "br", "HEAD");
  expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([200, 0, headers["content-length"]]);
});

test("what does not gain is sent as it is", async () => {
  expect(await ask("/_next/static/chunks/font.woff2", "br")).toMatchObject({
    status: 200,
    body: Buffer.from("a font"),
  });
});

test("what it does not have is left to others, whole, and nothing outside of the folder is had", async () => {
  for (const path of [
    "/_next/static/chunks/none.js",
    "/_next/static/",
    "/_next/static/../BUILD_ID",
    "/_next/static/%2e%2e/BUILD_ID",
    "/_next/static/..%2fBUILD_ID",
    "/board",
  ]) {
    const answer = await ask(path, "br");
    expect([path, String(answer.body), answer.headers["content-encoding"]]).toEqual([
      path,
      `otherwise ${path}`,
      undefined,
    ]);
  }
  expect(String((await ask("/_next/static/chunks/page.js", "br", "POST")).body)).toBe(
    "otherwise /_next/static/chunks/page.js",
  );
  expect(String((await ask("/_next/static/%ff", "br")).body)).not.toContain("secret");
});

test("a file that went meanwhile, as when another build is made in its place, brings nobody down", async () => {
  for (const name of ["gone.js", "gone.js.br", "gone.js.gz"]) rmSync(join(folder, ".next", "static", "chunks", name));
  expect(await ask("/_next/static/chunks/gone.js", "br")).toMatchObject({
    status: 200,
    body: Buffer.from("otherwise /_next/static/chunks/gone.js"),
  });
  expect((await ask("/_next/static/chunks/page.js", "br")).status).toBe(200);
});
