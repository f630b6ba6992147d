import { createHash } from "node:crypto";
import { db } from "@/lib/platform/db/client";
import { logger } from "@/lib/platform/logger";
import { ConflictError, InvalidRequestError, UnprocessableError } from "@/lib/platform/errors";

/** A request that may be repeated: who, under which key, and what was asked (path and body). */
export interface IdempotentRequest {
  workspaceId: string;
  callerId: string;
  key: string;
  hash: Uint8Array<ArrayBuffer>;
}
export interface StoredAnswer {
  status: number;
  body: string;
}

const lockSeconds = 60;

/** @throws 400 when the header is empty or longer than 255 characters. */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (key.length === 0 || key.length > 255) {
    throw new InvalidRequestError([{ path: "Idempotency-Key", message: "must have 1 to 255 characters" }]);
  }
  return key;
}

export function requestHash(method: string, path: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(`${method} ${path}\n`).update(bytes).digest());
}

export const keyReused = () =>
  new UnprocessableError(
    "idempotency_key_reused",
    "This Idempotency-Key was used with another request. Use a new key.",
  );

const idOf = ({ workspaceId, callerId, key }: IdempotentRequest) => ({ workspaceId, callerId, key });

/** The first answer to this request, once there is one. @throws 422 `idempotency_key_reused` */
export async function firstAnswer(request: IdempotentRequest): Promise<StoredAnswer | undefined> {
  const first = await db().idempotencyKey.findUnique({ where: { workspaceId_callerId_key: idOf(request) } });
  if (first && !Buffer.from(first.requestHash).equals(request.hash)) throw keyReused();
  return first?.status && first.body !== null ? { status: first.status, body: first.body } : undefined;
}

/**
 * Runs a request once per key. The first answer is kept and given again. A refusal changed nothing and is not kept: it releases the
 * key, and the same request is judged anew. A fault of ours may have come after the commit: `faultAnswer` says what is answered for
 * it (undefined: it is a refusal), and that is kept, so that repeating cannot do it twice. The gate does the same inside its own
 * transaction (gate_commit), where a crash can leave nothing half-done.
 * @throws 409 `idempotency_in_flight`, 422 `idempotency_key_reused`, and whatever `work` throws.
 */
export async function runOnce(
  request: IdempotentRequest,
  work: () => Promise<StoredAnswer>,
  faultAnswer: (error: unknown) => StoredAnswer | undefined,
): Promise<StoredAnswer & { replayed: boolean }> {
  const { workspaceId, callerId, key } = request;
  const lockedUntil = new Date(Date.now() + lockSeconds * 1000);
  const taken = await db().$executeRaw`
    INSERT INTO idempotency_keys (workspace_id, caller_id, key, request_hash, created_at, locked_until)
    VALUES (${workspaceId}, ${callerId}, ${key}, ${request.hash}, now(), ${lockedUntil})
    ON CONFLICT (workspace_id, caller_id, key) DO UPDATE SET locked_until = excluded.locked_until
      WHERE idempotency_keys.status IS NULL AND idempotency_keys.locked_until < now()
        AND idempotency_keys.request_hash = excluded.request_hash`;
  if (taken === 0) {
    const first = await firstAnswer(request);
    if (first) return { ...first, replayed: true };
    throw new ConflictError(
      "idempotency_in_flight",
      "The first request with this Idempotency-Key is still being answered.",
    );
  }
  // A lock that ran out may have been taken by a later request, with a later end: then the key is that one's to write.
  const own = { ...idOf(request), status: null, lockedUntil };
  // Where an answer cannot be kept, the key stays locked for a while rather than letting it be done again at once.
  const keep = (answer: StoredAnswer) =>
    db()
      .idempotencyKey.updateMany({ where: own, data: { status: answer.status, body: answer.body, lockedUntil: null } })
      .catch((e: unknown) => logger().error({ err: e }, "first answer not kept with its idempotency key"));
  let answer: StoredAnswer;
  try {
    answer = await work();
  } catch (error) {
    const fault = faultAnswer(error);
    if (fault) await keep(fault);
    // If this fails too, the lock runs out by itself; the caller must hear of the first error.
    else
      await db()
        .idempotencyKey.deleteMany({ where: own })
        .catch((e: unknown) => logger().warn({ err: e }, "idempotency key not released"));
    throw error;
  }
  await keep(answer);
  return { ...answer, replayed: false };
}
