import { AppError, InvalidRequestError } from "@/lib/platform/errors";
import { parseStrictJson, StrictJsonError } from "@/lib/platform/http/strict-json";

export const bodyLimitBytes = 1_048_576;
const maxDepth = 64;

const tooLarge = () => new AppError(413, "body_too_large", "A body may have at most 1 MiB.");

/** The raw bytes of a JSON body. @throws 413 over 1 MiB (before reading on), 415 when it is not declared as JSON. */
export async function readJsonBytes(request: Request): Promise<Uint8Array> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AppError(415, "unsupported_media_type", "Send JSON with Content-Type: application/json.");
  }
  if (Number(request.headers.get("content-length") ?? 0) > bodyLimitBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > bodyLimitBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
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
