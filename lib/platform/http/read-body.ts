import { AppError, InvalidRequestError } from "@/lib/platform/errors";
import { parseStrictJson, StrictJsonError } from "@/lib/platform/http/strict-json";

export const bodyLimitBytes = 1_048_576;
const maxDepth = 64;

const tooLarge = (limit: number) => new AppError("body_too_large", `A body may have at most ${limit / 1024} KiB.`);

/** The raw bytes of a JSON body. @throws 413 over 1 MiB (before reading on), 415 when it is not declared as JSON. */
export async function readJsonBytes(request: Request): Promise<Uint8Array> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AppError("unsupported_media_type", "Send JSON with Content-Type: application/json.");
  }
  return readBytes(request, bodyLimitBytes);
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
