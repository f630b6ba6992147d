import { fromBase64, toBase64 } from "@/lib/audit/bytes.rules";
import { HASH_BYTES } from "@/lib/audit/merkle.rules";
import { NoteError, signNote, verifyNote } from "@/lib/audit/note.rules";
import type { NoteSigner, VerifierKey } from "@/lib/audit/note.rules";

/** The head of a log: how many entries it has and the root over them (c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  /** names the log; the signing key has the same name */
  origin: string;
  size: number;
  root: Uint8Array;
}

/**
 * The origin of a new workspace's log, kept with the workspace from then on: a log that changed its name would be another log.
 * Workspace ids are unique everywhere, so no two logs share one.
 */
export function originOf(installation: string, workspaceId: string): string {
  return `${installation}/${workspaceId}`;
}

/** The three lines that are signed. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads the text of a checkpoint. Extension lines are allowed and ignored, as the specification asks. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  const [origin, size, root] = lines;
  if (lines.length < 4 || lines.at(-1) !== "" || lines.slice(0, -1).includes(""))
    throw new NoteError("The checkpoint does not have its three lines");
  if (
    origin === undefined ||
    size === undefined ||
    !/^(?:0|[1-9]\d*)$/.test(size) ||
    !Number.isSafeInteger(Number(size))
  ) {
    throw new NoteError("The checkpoint's size is malformed");
  }
  const hash = fromBase64(root ?? "");
  if (hash?.length !== HASH_BYTES) throw new NoteError("The checkpoint's root hash is malformed");
  return { origin, size: Number(size), root: hash };
}

/** Signs a checkpoint. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(formatCheckpoint(checkpoint), signers);
}

/**
 * Checks the signatures of a checkpoint, and that its log is the one the key belongs to: a key may not speak for another log.
 *
 * @throws NoteError if it must not be believed
 */
export function verifyCheckpoint(note: string, keys: readonly VerifierKey[]): Checkpoint {
  const { text, signedBy } = verifyNote(note, keys);
  const checkpoint = parseCheckpoint(text);
  if (!signedBy.some((key) => key.name === checkpoint.origin))
    throw new NoteError("The checkpoint belongs to another log than the key");
  return checkpoint;
}
