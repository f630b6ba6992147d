import { NotProven } from "./failure.mjs";
import { leafHash, rootFromPath, same } from "./merkle.mjs";
import { fromBase64, openCheckpoint } from "./note.mjs";

export const PROOF_HEADER = "c2sp.org/tlog-proof@v1";
const MAX_HASHES = 63;

/**
 * Takes a proof file apart (c2sp.org/tlog-proof@v1), strictly. An `extra` line is allowed and never believed.
 *
 * @param {string} text @returns {{ index: number, hashes: Buffer[], note: string }}
 */
export function parseProof(text) {
  const end = text.indexOf("\n\n");
  if (end < 0) throw new NotProven("The proof contains no checkpoint");
  const [header, ...lines] = text.slice(0, end).split("\n");
  if (header !== PROOF_HEADER) throw new NotProven(`The first line is not ${PROOF_HEADER}`);
  if (lines[0]?.startsWith("extra ") && fromBase64((lines.shift() ?? "").slice(6)) === null)
    throw new NotProven("The extra line is malformed");
  const index = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? "")?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) throw new NotProven("The index line is malformed");
  if (lines.length > MAX_HASHES) throw new NotProven("The proof is longer than any log is high");
  const hashes = lines.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== 32) throw new NotProven("A line of the proof is not a hash");
    return hash;
  });
  return { index: Number(index), hashes, note: text.slice(end + 2) };
}

/**
 * Checks that the entry with these bytes stands in the signed log.
 *
 * @param {string} text the proof file @param {Uint8Array} entry the leaf bytes @param {import("./note.mjs").VerifierKey[]} keys
 * @returns {{ index: number, checkpoint: import("./note.mjs").Checkpoint, leaf: string }}
 * @throws {NotProven}
 */
export function checkProof(text, entry, keys) {
  const { index, hashes, note } = parseProof(text);
  const checkpoint = openCheckpoint(note, keys);
  const leaf = leafHash(entry);
  const root = rootFromPath(index, checkpoint.size, leaf, hashes);
  if (root === null) throw new NotProven("The path has not the length that this position in this log needs");
  if (!same(root, checkpoint.root))
    throw new NotProven(
      "The entry and its path do not lead to the signed root: the entry, its position or the path was changed",
    );
  return { index, checkpoint, leaf: leaf.toString("hex") };
}
