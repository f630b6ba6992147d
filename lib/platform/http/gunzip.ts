import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { AppError, InvalidRequestError } from "@/lib/platform/errors";

/** The pieces of a body as they come; whoever stops reading lets go of it. @throws what `tooLarge` makes, before more than `limitBytes` are handed on */
async function* pieces(body: ReadableStream<Uint8Array>, limitBytes: number, tooLarge: (limit: number) => AppError) {
  const reader = body.getReader();
  let length = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      length += piece.value.byteLength;
      if (length > limitBytes) throw tooLarge(limitBytes);
      yield piece.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/**
 * What a gzip body holds (RFC 1952). It is decompressed as it arrives, and no further than the limit: a small body may hold a thousand times
 * its size, and must not cost that.
 * @throws what `tooLarge` makes for either limit, 400 for what is no gzip
 */
export async function gunzip(
  body: ReadableStream<Uint8Array>,
  limits: { sentBytes: number; limitBytes: number },
  tooLarge: (limit: number) => AppError,
): Promise<Uint8Array<ArrayBuffer>> {
  const held: Buffer[] = [];
  let length = 0;
  try {
    await pipeline(
      pieces(body, limits.sentBytes, tooLarge),
      createGunzip(),
      async (inflated: AsyncIterable<Buffer>) => {
        for await (const piece of inflated) {
          length += piece.byteLength;
          if (length > limits.limitBytes) throw tooLarge(limits.limitBytes);
          held.push(piece);
        }
      },
    );
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (error instanceof AppError || !code.startsWith("Z_")) throw error;
    throw new InvalidRequestError([{ path: "", message: "The body is declared as gzip, and is not" }]);
  }
  return new Uint8Array(Buffer.concat(held));
}
