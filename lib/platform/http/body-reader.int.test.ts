import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bytesBody, jsonBody, RawBytes, textBody, type BodyReader } from "./body-reader";
import { defineRoute, type Route } from "./define-route";
import { openApiDocument } from "./openapi";
import { generalRefusals } from "./refusals.rules";

const kib = 1_024;
const open = { authenticate: () => Promise.resolve(null), describe: { open: true } };

/** A route that says how long the body is that it was given, in the reader's own units. */
const lengthOf = (reader: BodyReader, body: z.ZodType<{ length: number }>): Route =>
  defineRoute({
    id: "testLength",
    summary: "test",
    // A lane of its own spares a stranger the turn-taking, which needs a database.
    auth: open,
    lane: "stop",
    reader,
    body,
    response: z.strictObject({ length: z.number() }),
    handle: ({ body: { length } }) => Promise.resolve({ length }),
  });

async function send(route: Route, body: BodyInit, headers: Record<string, string>) {
  const request = new Request("http://localhost:3000/api/v1/test", {
    method: "POST",
    headers,
    body,
    duplex: "half",
  } as RequestInit);
  const response = await route(request, { params: Promise.resolve({}) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

/** A body that counts how much of it was asked for. */
function counted(bytes: Uint8Array, pieceBytes = 16 * kib) {
  const seen = { bytes: 0, isCancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.bytes >= bytes.byteLength) return controller.close();
        controller.enqueue(bytes.subarray(seen.bytes, seen.bytes + pieceBytes));
        seen.bytes += pieceBytes;
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { seen, stream };
}

const protobuf = { mediaType: "application/x-protobuf", limitBytes: 64 * kib };
const bytesRoute = lengthOf(bytesBody(protobuf), RawBytes);
const gzipRoute = lengthOf(bytesBody({ ...protobuf, gzip: { sentBytes: 32 * kib } }), RawBytes);
const textRoute = lengthOf(textBody({ mediaType: "text/markdown", limitBytes: kib }), z.string());
const type = { "Content-Type": "application/x-protobuf" };
const gzip = { ...type, "Content-Encoding": "gzip" };

describe("a body of bytes", () => {
  it("is handed on as it is, up to its limit", async () => {
    expect(await send(bytesRoute, randomBytes(64 * kib), type)).toMatchObject({
      status: 200,
      json: { length: 65_536 },
    });
    expect(await send(bytesRoute, randomBytes(64 * kib + 1), type)).toMatchObject({
      status: 413,
      json: { code: "body_too_large", detail: "A body may have at most 64 KiB." },
    });
  });

  it("of unknown length is refused while it is being read, not after", async () => {
    const { seen, stream } = counted(randomBytes(1_024 * kib));
    expect(await send(bytesRoute, stream, type)).toMatchObject({ status: 413 });
    expect(seen).toEqual({ bytes: 80 * kib, isCancelled: true });
  });

  it("is declared as what it is, and not compressed unless the route says so", async () => {
    for (const declared of ["application/json", "application/x-protobuffer", ""])
      expect((await send(bytesRoute, randomBytes(1), { "Content-Type": declared })).json).toMatchObject({
        code: "unsupported_media_type",
        detail: "Send the body with Content-Type: application/x-protobuf.",
      });
    for (const coding of ["gzip", "br", "gzip, gzip"])
      expect((await send(bytesRoute, randomBytes(1), { ...type, "Content-Encoding": coding })).json).toMatchObject({
        code: "unsupported_media_type",
      });
    const spelled = { "Content-Type": "Application/X-Protobuf; v=1", "Content-Encoding": "identity" };
    expect((await send(bytesRoute, randomBytes(1), spelled)).status).toBe(200);
  });
});

describe("a body that may come compressed", () => {
  it("is handed on decompressed, or as it is where it is not", async () => {
    expect((await send(gzipRoute, gzipSync(Buffer.alloc(64 * kib)), gzip)).json).toEqual({ length: 65_536 });
    expect((await send(gzipRoute, randomBytes(40 * kib), type)).json).toEqual({ length: 40 * kib });
  });

  it("has a limit on what it holds, at which it is refused while it is being read", async () => {
    expect((await send(gzipRoute, gzipSync(Buffer.alloc(64 * kib + 1)), gzip)).status).toBe(413);
    // A thousandth of what it holds: 28 MB in under 32 KiB, sent in small pieces.
    const bomb = gzipSync(Buffer.alloc(28_000_000));
    expect(bomb.byteLength).toBeLessThan(32 * kib);
    const { seen, stream } = counted(bomb, 64);
    expect((await send(gzipRoute, stream, gzip)).json).toMatchObject({
      code: "body_too_large",
      detail: "A body may have at most 64 KiB.",
    });
    expect(seen.isCancelled).toBe(true);
    expect(seen.bytes).toBeLessThan(bomb.byteLength);
  });

  it("has a limit on what is sent", async () => {
    const { seen, stream } = counted(gzipSync(randomBytes(1_024 * kib)));
    expect((await send(gzipRoute, stream, gzip)).json).toMatchObject({
      code: "body_too_large",
      detail: "A body may have at most 32 KiB.",
    });
    expect(seen.isCancelled).toBe(true);
    expect(seen.bytes).toBeLessThan(128 * kib);
  });

  it("that is broken, cut short or no gzip is refused", async () => {
    const whole = gzipSync(randomBytes(kib));
    const broken = Buffer.from(whole);
    broken.fill(0, 500, 540);
    const followed = Buffer.concat([whole, Buffer.from("and more")]);
    const half = Buffer.concat([whole, whole.subarray(0, 9)]);
    for (const faulty of [broken, whole.subarray(0, 600), randomBytes(100), Buffer.alloc(0), followed, half])
      expect(await send(gzipRoute, new Uint8Array(faulty), gzip)).toMatchObject({
        status: 400,
        json: { code: "invalid_request" },
      });
  });
});

describe("a body of text", () => {
  const markdown = { "Content-Type": "text/markdown; charset=utf-8" };

  it("is UTF-8, up to its limit in bytes", async () => {
    expect((await send(textRoute, "é".repeat(512), markdown)).json).toEqual({ length: 512 });
    expect((await send(textRoute, "é".repeat(513), markdown)).status).toBe(413);
    expect(await send(textRoute, new Uint8Array([0xc3, 0x28]), markdown)).toMatchObject({
      status: 400,
      json: { code: "invalid_request" },
    });
  });
});

describe("a body of JSON that may come compressed", () => {
  const route = lengthOf({ ...jsonBody, gzip: { sentBytes: kib } }, z.array(z.number()));
  const json = { "Content-Type": "application/json" };

  it("is as strict as one that does not", async () => {
    const packed = { ...json, "Content-Encoding": "gzip" };
    expect((await send(route, gzipSync("[1,2,3]"), packed)).json).toEqual({ length: 3 });
    expect((await send(route, "[1,2,3]", json)).json).toEqual({ length: 3 });
    expect((await send(route, gzipSync("[1,2,]"), packed)).json).toMatchObject({ code: "invalid_json" });
  });
});

describe("the OpenAPI document", () => {
  it("names what a body is sent as, and the refusals that follow from it", () => {
    const document = openApiDocument([{ path: "/api/v1/test", module: { POST: bytesRoute } }], "0", { test: "test" });
    const operation = document.paths?.["/api/v1/test"]?.post;
    expect(operation?.requestBody).toMatchObject({
      content: { "application/x-protobuf": { schema: { type: "string", format: "binary" } } },
    });
    const refusals = generalRefusals(bytesRoute.definition, "POST");
    expect(refusals).toContain("body_too_large");
    expect(refusals).not.toContain("invalid_json");
  });
});
