import { readAnchor, writeAnchor } from "./anchor";
import { signCheckpoint, verifyCheckpoint } from "./checkpoint.rules";
import type { Checkpoint } from "./checkpoint.rules";
import { consistencyPlan, proofFromPlan, verifyConsistency } from "./merkle-proof.rules";
import { coverRange, rootFromNodes } from "./merkle.rules";
import { NoteError } from "./note.rules";
import { underSequencerLock } from "./sequencer.service";
import { serverHasher } from "./server-hasher";
import { acceptedKeys, signerOf } from "./signing-key";
import { loadNodes } from "./tree-store";
import type { Queryable } from "./tree-store";

/** What one round of signing did. `refused` says, per workspace, why its log was not signed. */
export interface SigningReport {
  signed: number;
  refused: Map<string, string>;
}

interface GrownLog {
  workspaceId: string;
  origin: string;
  size: number;
  lastNote: string | null;
}

/** A log that must not be signed: it contradicts what was signed before, or cannot be read whole. */
class Inconsistent extends Error {
  override name = "Inconsistent";
}

// A log that shrank is "grown" too: it must be looked at, and refused.
const grownLogs = `
  SELECT h.workspace_id AS "workspaceId", h.size::float8 AS size, w.audit_origin AS origin, c.note AS "lastNote"
  FROM audit_heads h
  JOIN workspaces w ON w.id = h.workspace_id
  LEFT JOIN LATERAL (
    SELECT size, note, at FROM audit_checkpoints WHERE workspace_id = h.workspace_id ORDER BY size DESC LIMIT 1
  ) c ON true
  WHERE h.size > 0 AND c.size IS DISTINCT FROM h.size AND (c.at IS NULL OR c.at <= now() - $1 * interval '1 millisecond')`;

/**
 * Signs the head of every log that has grown since its last checkpoint, at most once per `everyMs` and log. Before signing,
 * proves that the log still begins with what was signed last, both as the database and as the anchor file have it; a log that
 * does not is never signed.
 *
 * @returns "busy" if another sequencer is at it
 */
export async function signGrownLogs(everyMs = 1_000): Promise<SigningReport | "busy"> {
  const kept: { workspaceId: string; note: string }[] = [];
  const report = await underSequencerLock(async (db) => {
    const { rows } = await db.query<GrownLog>({ name: "audit.grown", text: grownLogs, values: [everyMs] });
    const refused = new Map<string, string>();
    for (const log of rows) {
      try {
        kept.push({ workspaceId: log.workspaceId, note: await signHead(db, log) });
      } catch (error) {
        if (!(error instanceof Inconsistent)) throw error;
        refused.set(log.workspaceId, error.message);
      }
    }
    return { signed: kept.length, refused };
  });
  // After the commit: an anchor for a checkpoint that was rolled back would later accuse an honest database.
  if (report !== "busy") for (const { workspaceId, note } of kept) writeAnchor(workspaceId, note);
  return report;
}

async function signHead(db: Queryable, { workspaceId, origin, size, lastNote }: GrownLog): Promise<string> {
  const signer = signerOf(origin);
  const keys = acceptedKeys(origin);
  const anchor = readAnchor(workspaceId);
  if (lastNote === null && anchor !== undefined) throw new Inconsistent("The checkpoints signed so far were removed");
  const earlier = [
    ...(lastNote === null ? [] : [opened(lastNote, "last stored checkpoint")]),
    ...(anchor === undefined ? [] : [opened(anchor, "checkpoint kept outside the database")]),
  ];
  function opened(note: string, what: string): Checkpoint {
    try {
      return verifyCheckpoint(note, keys);
    } catch (error) {
      if (error instanceof NoteError)
        throw new Inconsistent(`The ${what} does not verify with this installation's key. ${error.message}`);
      throw error;
    }
  }

  for (const { size: signed } of earlier) {
    if (signed > size) throw new Inconsistent(`${signed} entries were signed, and only ${size} are left`);
  }
  const plans = earlier.map((checkpoint) => consistencyPlan(checkpoint.size, size));
  const read = await loadNodes(db, workspaceId, [...coverRange(0, size), ...plans.flat(2)]);
  let root: Uint8Array;
  let proofs: Uint8Array[][];
  try {
    root = rootFromNodes(size, read, serverHasher);
    proofs = plans.map((plan) => proofFromPlan(plan, read, serverHasher));
  } catch (error) {
    throw new Inconsistent(error instanceof Error ? error.message : String(error));
  }
  earlier.forEach((checkpoint, i) => {
    if (!verifyConsistency(checkpoint.size, size, checkpoint.root, root, proofs[i] ?? [], serverHasher)) {
      throw new Inconsistent(`The first ${checkpoint.size} entries are no longer those that were signed`);
    }
  });

  const note = signCheckpoint({ origin, size, root }, [signer]);
  await db.query({
    name: "audit.checkpoint",
    text: "INSERT INTO audit_checkpoints (workspace_id, size, root_hash, note, at) VALUES ($1, $2, $3, $4, clock_timestamp())",
    values: [workspaceId, size, Buffer.from(root), note],
  });
  return note;
}
