import { fromBase64, toBase64 } from "@/lib/audit/bytes.rules";
import { parseCheckpoint, verifyCheckpoint } from "@/lib/audit/checkpoint.rules";
import type { Checkpoint } from "@/lib/audit/checkpoint.rules";
import { foldInclusion } from "@/lib/audit/merkle-proof.rules";
import type { PathStep } from "@/lib/audit/merkle-proof.rules";
import { HASH_BYTES, sameHash, treeHasher } from "@/lib/audit/merkle.rules";
import type { TreeHasher } from "@/lib/audit/merkle.rules";
import { NoteError, parseNote } from "@/lib/audit/note.rules";
import type { VerifierKey } from "@/lib/audit/note.rules";

/** First line of a proof file. */
export const PROOF_HEADER = "c2sp.org/tlog-proof@v1";
/** A tree of 2^63 leaves has proofs of 63 hashes. */
const MAX_HASHES = 63;

/** The parts of a c2sp.org/tlog-proof@v1 file. */
export interface LogProof {
  /** position of the entry in the log, from 0 */
  index: number;
  /** from the leaf's sibling up to the root's child */
  hashes: Uint8Array[];
  /** the signed note, verbatim */
  checkpoint: string;
  /** opaque and not protected by anything: never to be believed */
  extra?: Uint8Array;
}

/** What was found when a proof was checked. The first failure ends the check, later parts are then missing. */
export interface ProofReport {
  isProven: boolean;
  /** why not; `null` when proven */
  failure: { part: "format" | "path" | "root" | "signature"; message: string } | null;
  leafHash: Uint8Array;
  index?: number;
  /** the way from the leaf to the computed root */
  path?: PathStep[];
  computedRoot?: Uint8Array;
  /** the head as the note states it, believed only if the signature holds */
  checkpoint?: Checkpoint;
  isRootEqual?: boolean;
  isSigned?: boolean;
}

/** Writes a proof file. */
export function formatProof({ index, hashes, checkpoint, extra }: LogProof): string {
  const lines = [
    PROOF_HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
  ];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

/**
 * Reads a proof file, strictly: anything that is not exactly the format is refused.
 *
 * @throws NoteError
 */
export function parseProof(text: string): LogProof {
  const end = text.indexOf("\n\n");
  if (end < 0) throw new NoteError("The proof contains no checkpoint");
  const lines = text.slice(0, end).split("\n");
  if (lines.shift() !== PROOF_HEADER) throw new NoteError(`The first line is not ${PROOF_HEADER}`);
  let extra: Uint8Array | null | undefined;
  if (lines[0]?.startsWith("extra ")) {
    extra = fromBase64((lines.shift() ?? "").slice("extra ".length));
    if (extra === null) throw new NoteError("The extra line is malformed");
  }
  const index = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? "")?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) throw new NoteError("The index line is malformed");
  if (lines.length > MAX_HASHES) throw new NoteError("The proof is longer than any tree is high");
  const hashes = lines.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) throw new NoteError("A line of the proof is not a hash");
    return hash;
  });
  return { index: Number(index), hashes, checkpoint: text.slice(end + 2), ...(extra ? { extra } : {}) };
}

/**
 * Checks that the entry with these bytes stands in the log whose key this is: hashes the entry, folds the path to a root,
 * compares it with the checkpoint's, and checks the checkpoint's signature.
 */
export function checkProof(
  { proof, leaf, keys }: { proof: string; leaf: Uint8Array; keys: readonly VerifierKey[] },
  hasher: TreeHasher = treeHasher(),
): ProofReport {
  const report: ProofReport = { isProven: false, failure: null, leafHash: hasher.leaf(leaf) };
  let parsed: LogProof;
  let checkpoint: Checkpoint;
  try {
    parsed = parseProof(proof);
    checkpoint = parseCheckpoint(parseNote(parsed.checkpoint).text);
  } catch (error) {
    return { ...report, failure: { part: "format", message: messageOf(error) } };
  }
  report.index = parsed.index;
  report.checkpoint = checkpoint;

  const path = foldInclusion(parsed.index, checkpoint.size, report.leafHash, parsed.hashes, hasher);
  if (path === null) {
    return {
      ...report,
      failure: { part: "path", message: "The path has not the length that this position in this tree needs" },
    };
  }
  report.path = path;
  report.computedRoot = path.at(-1)?.result ?? report.leafHash;
  report.isRootEqual = sameHash(report.computedRoot, checkpoint.root);

  let signatureMessage: string | null = null;
  try {
    verifyCheckpoint(parsed.checkpoint, keys);
  } catch (error) {
    signatureMessage = messageOf(error);
  }
  report.isSigned = signatureMessage === null;

  if (!report.isRootEqual) {
    return {
      ...report,
      failure: { part: "root", message: "The entry and the path do not lead to the root in the checkpoint" },
    };
  }
  if (signatureMessage !== null) return { ...report, failure: { part: "signature", message: signatureMessage } };
  return { ...report, isProven: true };
}

function messageOf(error: unknown): string {
  if (error instanceof NoteError) return error.message;
  throw error;
}
