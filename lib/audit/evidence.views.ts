import { setTimeout as sleep } from "node:timers/promises";
import { db, pool } from "@/lib/platform/db/client";
import { ConflictError, InvalidRequestError, NotFoundError } from "@/lib/platform/errors";
import { logSize } from "./audit.views";
import { toBase64, utf8 } from "./bytes.rules";
import { consistencyPlan, inclusionPlan, proofFromPlan } from "./merkle-proof.rules";
import { nudgeSequencer } from "./nudge";
import { formatVerifierKey } from "./note.rules";
import { formatProof } from "./proof.rules";
import { serverHasher } from "./server-hasher";
import { acceptedKeys, signerOf } from "./signing-key";
import { loadNodes } from "./tree-store";

/** A fresh entry is signed within about a second; so long it is worth waiting for. */
const signingWaitMs = 3_000;
const lookEveryMs = 100;
/** Entries read at once for an export. */
const exportPage = 1_000;

/** First line of an exported log; see packages/verify/README.md. */
export const bundleHeader = "signalbox-log@v1";

async function originOfWorkspace(workspaceId: string): Promise<string> {
  const { auditOrigin } = await db().workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { auditOrigin: true },
  });
  return auditOrigin;
}

/** The verifier key of a workspace's log, one line. */
export async function verifierKeyOf(workspaceId: string): Promise<string> {
  return `${formatVerifierKey(signerOf(await originOfWorkspace(workspaceId)).key)}\n`;
}

/** Waits a little for a checkpoint over at least `size` entries. */
async function checkpointOver(workspaceId: string, size: number): Promise<{ size: number; note: string } | undefined> {
  for (const until = Date.now() + signingWaitMs; ; ) {
    const checkpoint = await db().auditCheckpoint.findFirst({
      where: { workspaceId },
      orderBy: { size: "desc" },
      select: { size: true, note: true },
    });
    if (checkpoint !== null && checkpoint.size >= size) return { size: Number(checkpoint.size), note: checkpoint.note };
    if (Date.now() >= until) return undefined;
    nudgeSequencer();
    await sleep(lookEveryMs);
  }
}

/**
 * The newest signed checkpoint.
 *
 * @throws 404 while the log is empty or unsigned
 */
export async function latestCheckpoint(workspaceId: string): Promise<string> {
  const checkpoint = await checkpointOver(workspaceId, 1);
  if (checkpoint === undefined) throw new NotFoundError("A signed checkpoint");
  return checkpoint.note;
}

/**
 * The proof that an entry is in the log, against the newest checkpoint (c2sp.org/tlog-proof@v1).
 *
 * @throws 404 where the log has no such entry; 409 `not_signed_yet` where no checkpoint covers it yet
 */
export async function proofOf(workspaceId: string, seq: number): Promise<string> {
  const { size } = await logSize(workspaceId);
  if (seq >= size) throw new NotFoundError("This entry");
  const checkpoint = await checkpointOver(workspaceId, seq + 1);
  if (checkpoint === undefined)
    throw new ConflictError("not_signed_yet", "No signed checkpoint covers this entry yet. Ask again in a moment.");
  const plan = inclusionPlan(seq, checkpoint.size);
  const read = await loadNodes(pool(), workspaceId, plan.flat());
  return formatProof({ index: seq, hashes: proofFromPlan(plan, read, serverHasher), checkpoint: checkpoint.note });
}

/**
 * The proof that the log of `to` entries begins with the log of `from`: base64 hashes, one per line (RFC 9162 section 2.1.4).
 *
 * @throws 400 unless 0 < from <= to <= size of the log
 */
export async function consistencyProof(workspaceId: string, from: number, to: number): Promise<string> {
  const { size } = await logSize(workspaceId);
  if (from === 0)
    throw new InvalidRequestError([{ path: "from", message: "must be at least 1: every log continues the empty one" }]);
  if (from > to) throw new InvalidRequestError([{ path: "to", message: "must not be smaller than from" }]);
  if (to > size)
    throw new InvalidRequestError([
      { path: "to", message: `must not be larger than the log, which has ${size} entries` },
    ]);
  const plan = consistencyPlan(from, to);
  const read = await loadNodes(pool(), workspaceId, plan.flat());
  return proofFromPlan(plan, read, serverHasher)
    .map((hash) => `${toBase64(hash)}\n`)
    .join("");
}

/** What an export of the whole log is made of: its first lines, and how many entries follow them. */
export interface LogExport {
  /** Header and keys (more than one where the key was changed). */
  head: Uint8Array;
  /** The newest checkpoint's size. */
  size: number;
}

/** Begins an export of the log up to its newest checkpoint. @throws 404 while the log is empty or unsigned */
export async function beginExport(workspaceId: string): Promise<LogExport> {
  const newest = await checkpointOver(workspaceId, 1);
  if (newest === undefined) throw new NotFoundError("A signed checkpoint");
  const keys = acceptedKeys(await originOfWorkspace(workspaceId));
  const keyLines = keys.map((key) => `key ${formatVerifierKey(key)}\n`).join("");
  return { head: utf8(`${bundleHeader}\n${keyLines}`), size: newest.size };
}

/** The next entries of an export, from the entry numbered `from`: every entry's bytes, and each checkpoint after the entries it covers. */
export async function exportEntries(
  workspaceId: string,
  from: number,
  size: number,
): Promise<{ lines: Uint8Array; next: number }> {
  const to = Math.min(from + exportPage, size);
  const [entries, checkpoints] = await Promise.all([
    pool().query<{ leaf: Buffer }>({
      name: "audit.export",
      text: "SELECT leaf FROM audit_entries WHERE workspace_id = $1 AND seq >= $2 AND seq < $3 ORDER BY seq",
      values: [workspaceId, from, to],
    }),
    db().auditCheckpoint.findMany({
      where: { workspaceId, size: { gt: from, lte: to } },
      select: { size: true, note: true },
    }),
  ]);
  const notes = new Map(checkpoints.map((checkpoint) => [Number(checkpoint.size), checkpoint.note]));
  const newline = Buffer.from("\n");
  const parts = entries.rows.flatMap(({ leaf }, i) => {
    const note = notes.get(from + i + 1);
    return note === undefined ? [leaf, newline] : [leaf, newline, Buffer.from(`checkpoint ${toBase64(utf8(note))}\n`)];
  });
  return { lines: new Uint8Array(Buffer.concat(parts)), next: to };
}

/**
 * The whole log up to its newest checkpoint, as lines. Reads page by page, so that its length does not matter.
 *
 * @throws 404 while the log is empty or unsigned
 */
export async function exportLog(workspaceId: string): Promise<ReadableStream<Uint8Array>> {
  const { head, size } = await beginExport(workspaceId);
  const lines = bundleChunks(workspaceId, size, head);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

async function* bundleChunks(
  workspaceId: string,
  size: number,
  head: Uint8Array,
): AsyncGenerator<Uint8Array, undefined> {
  yield head;
  for (let from = 0; from < size; ) {
    const { lines, next } = await exportEntries(workspaceId, from, size);
    yield lines;
    from = next;
  }
  return undefined;
}
