import { fromBase64 } from "./bytes.rules";
import { verifyCheckpoint } from "./checkpoint.rules";
import { verifyConsistency } from "./merkle-proof.rules";
import { treeHasher } from "./merkle.rules";
import { NoteError, parseVerifierKey } from "./note.rules";

/** What a browser keeps of a log between visits, so that it can notice a rewritten past. */
export interface Memory {
  vkey: string;
  note: string;
  /** when it was kept, RFC 3339 */
  at: string;
}

/** What a look at the newest checkpoint showed. */
export type HeadCheck =
  | { isGood: true; size: number; root: Uint8Array; comparison: "first" | "same" | "continued" }
  | { isGood: false; message: string };

/**
 * Checks the newest checkpoint: signed by the key, and continuing the one remembered.
 *
 * @param path consistency proof from the remembered size to this one, one base64 hash per line; needed where the log has grown
 */
export function checkHead(head: { note: string; vkey: string }, memory: Memory | null, path: string): HeadCheck {
  try {
    const key = parseVerifierKey(head.vkey);
    const { size, root } = verifyCheckpoint(head.note, [key]);
    if (memory === null) return { isGood: true, size, root, comparison: "first" };
    if (memory.vkey !== head.vkey) return { isGood: false, message: "The key is not the one this browser saw before." };
    const older = verifyCheckpoint(memory.note, [key]);
    if (older.size > size)
      return {
        isGood: false,
        message: `This browser has seen ${older.size} signed entries before; now there are only ${size}.`,
      };
    const hashes = path
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => fromBase64(line) ?? new Uint8Array());
    if (!verifyConsistency(older.size, size, older.root, root, hashes, treeHasher())) {
      return {
        isGood: false,
        message: `The log no longer begins with the ${older.size} entries that this browser has seen signed.`,
      };
    }
    return { isGood: true, size, root, comparison: older.size === size ? "same" : "continued" };
  } catch (error) {
    if (error instanceof NoteError) return { isGood: false, message: error.message };
    throw error;
  }
}

/** The size a remembered checkpoint speaks of; null where it cannot be read. */
export function rememberedSize(memory: Memory | null): number | null {
  if (memory === null) return null;
  try {
    return verifyCheckpoint(memory.note, [parseVerifierKey(memory.vkey)]).size;
  } catch (error) {
    if (error instanceof NoteError) return null;
    throw error;
  }
}
