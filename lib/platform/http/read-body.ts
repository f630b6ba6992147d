import { AppError, InvalidRequestError } from "@/lib/platform/errors";
import { gunzip } from "./gunzip";
import { parseStrictJson, StrictJsonError } from "./strict-json";

export const bodyLimitBytes = 1_048_576;
const maxDepth = 64;

const tooLarge = (limit: number) => new AppError("body_too_large", `A body may have at most ${limit / 1024} KiB.`);

/** What of a route's reader says how a body may come (body-reader). */
interface Readable {
  readonly mediaType: string;
  readonly limitBytes: number;
  readonly gzip?: { readonly sentBytes: number };
}

/** Codings that make other bytes of a body. What is no coding at all, as some clients send it (`utf-8`), changes nothing. */
const codings = /^(x-)?(gzip|compress|deflate|br|zstd)$/;

/** How the body was compressed, outermost first. */
const codingsOf = (request: Request): string[] =>
  (request.headers.get("content-encoding") ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => codings.test(name));

/**
 * The bytes of a body, decompressed where it came compressed and may.
 * @throws 413 over a limit, before reading on; 415 where it is declared as something else, or compressed as it must not be
 */
export async function readBody(request: Request, reader: Readable): Promise<Uint8Array> {
  const { mediaType, limitBytes, gzip } = reader;
  const declared = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (declared !== mediaType) {
    const what = mediaType === "application/json" ? "JSON" : "the body";
    throw new AppError("unsupported_media_type", `Send ${what} with Content-Type: ${mediaType}.`);
  }
  const [coding, another] = codingsOf(request);
  if (coding === undefined) return readBytes(request, limitBytes);
  if (!gzip || another !== undefined || (coding !== "gzip" && coding !== "x-gzip"))
    throw new AppError(
      "unsupported_media_type",
      `Send the body ${gzip ? "as it is, or with Content-Encoding: gzip" : "as it is, without Content-Encoding"}.`,
    );
  if (Number(request.headers.get("content-length") ?? 0) > gzip.sentBytes) throw tooLarge(gzip.sentBytes);
  return gunzip(request.body ?? new Blob([]).stream(), { ...gzip, limitBytes }, tooLarge);
}

/** The raw bytes of a body. @throws 413 over the limit, before reading on */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge(limitBytes);
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > limitBytes) {
      await reader.cancel();
      throw tooLarge(limitBytes);
    }
    chunks.push(value);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : new Uint8Array(Buffer.concat(chunks));
}

/** @throws 400 `invalid_json`, saying where and why. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(bytes, { maxDepth });
  } catch (error) {
    if (error instanceof StrictJsonError) {
      throw new InvalidRequestError([{ path: error.path, message: error.message }], "invalid_json");
    }
    throw error;
  }
}
