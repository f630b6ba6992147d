import { CannotCheck, NotProven } from "./failure.mjs";
import { GrowingTree, same } from "./merkle.mjs";
import { fromBase64, nameOf, openCheckpoint, parseKey } from "./note.mjs";

export const BUNDLE_HEADER = "signalbox-log@v1";
/** No line of a log is longer: an entry has at most 65,535 bytes. */
const MAX_LINE_BYTES = 262_144;
const OPENING_BRACE = 0x7b;
const KEY_PREFIX = Buffer.from("key ");

/**
 * @typedef {import("./note.mjs").Checkpoint} Checkpoint
 * @typedef {import("./note.mjs").VerifierKey} VerifierKey
 * @typedef {{ entries: number, checkpoints: number, last: Checkpoint, keys: VerifierKey[], keptSize: number | undefined, from: string, to: string }} BundleReport
 */

/**
 * Splits a stream of bytes into lines without touching their bytes.
 *
 * @param {AsyncIterable<Uint8Array>} chunks @returns {AsyncGenerator<Buffer[]>} the whole lines of each chunk
 */
export async function* linesOf(chunks) {
  /** @type {Buffer} */
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const data = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const lines = [];
    let start = 0;
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, start)) {
      lines.push(data.subarray(start, end));
      start = end + 1;
    }
    rest = data.subarray(start);
    if (rest.length > MAX_LINE_BYTES) throw new NotProven("A line is longer than any line of a log can be");
    yield lines;
  }
  if (rest.length > 0) throw new NotProven("The file is cut short: its last line has no end");
}

/** Meets the lines of an exported log one by one, and throws at the first that does not fit. */
class BundleCheck {
  #tree = new GrowingTree();
  /** @type {VerifierKey[]} the file's own, then, once entries begin, those it is held against */
  #keys = [];
  #areKeysRead = false;
  /** @type {Checkpoint | undefined} */
  #kept;
  #isKeptMet = false;
  #isHeaderRead = false;
  #checkpoints = 0;
  /** @type {Checkpoint | undefined} */
  #last;
  /** @type {Buffer | undefined} */
  #firstEntry;
  /** @type {Buffer | undefined} */
  #lastEntry;

  /** @param {{ keys?: VerifierKey[] | undefined, since?: ((keys: VerifierKey[]) => Checkpoint) | undefined }} options */
  constructor({ keys, since }) {
    this.trusted = keys;
    this.since = since;
  }

  /** @param {Buffer} line */
  take(line) {
    if (!this.#isHeaderRead) this.#takeHeader(line);
    else if (!this.#areKeysRead && line.subarray(0, KEY_PREFIX.length).equals(KEY_PREFIX)) this.#takeKey(line);
    else {
      if (!this.#areKeysRead) this.#settleKeys();
      if (line[0] === OPENING_BRACE) this.#takeEntry(line);
      else this.#takeCheckpoint(line);
    }
  }

  /** @param {Buffer} line */
  #takeHeader(line) {
    if (line.toString() !== BUNDLE_HEADER) throw new NotProven(`The first line is not ${BUNDLE_HEADER}`);
    this.#isHeaderRead = true;
  }

  /** @param {Buffer} line */
  #takeKey(line) {
    const key = keyOf(line.subarray(KEY_PREFIX.length).toString());
    if (this.#keys.some((known) => nameOf(known) === nameOf(key))) throw new NotProven("The file names a key twice");
    this.#keys.push(key);
  }

  /** The file's first key is the one in use; those trusted must include it. */
  #settleKeys() {
    const [own] = this.#keys;
    if (own === undefined) throw new NotProven("The second line does not give the key");
    if (this.trusted !== undefined) {
      if (!this.trusted.some((key) => nameOf(key) === nameOf(own))) {
        throw new NotProven(
          `The file was made with the key ${nameOf(own)}, not with ${this.trusted.map(nameOf).join(" or ")}`,
        );
      }
      this.#keys = this.trusted;
    }
    this.#areKeysRead = true;
    this.#kept = this.since?.(this.#keys);
  }

  /** @param {Buffer} line */
  #takeEntry(line) {
    this.#tree.append(line);
    this.#firstEntry ??= line;
    this.#lastEntry = line;
    if (this.#kept?.size !== this.#tree.size) return;
    if (!same(this.#kept.root, this.#tree.root())) {
      throw new NotProven(
        `The log was rewritten: its first ${this.#kept.size} entries are not those of the checkpoint kept from earlier`,
      );
    }
    this.#isKeptMet = true;
  }

  /** @param {Buffer} line */
  #takeCheckpoint(line) {
    const encoded = /^checkpoint (\S+)$/.exec(line.toString())?.[1];
    const note = encoded === undefined ? null : fromBase64(encoded);
    const { size } = this.#tree;
    if (note === null)
      throw new NotProven(`After ${size} entries there is a line that is neither an entry nor a checkpoint`);
    this.#last = openCheckpoint(note.toString(), this.#keys);
    if (this.#last.size !== size) {
      throw new NotProven(
        `A checkpoint over ${this.#last.size} entries stands after ${size}: entries were removed, added or moved`,
      );
    }
    if (!same(this.#last.root, this.#tree.root()))
      throw new NotProven(`The first ${size} entries do not give the signed root: an entry was changed`);
    this.#checkpoints += 1;
  }

  /** @returns {BundleReport} */
  finish() {
    const { size } = this.#tree;
    if (!this.#areKeysRead) throw new NotProven("The file is empty or cut short");
    if (this.#last === undefined) throw new NotProven("The file contains no checkpoint: nothing in it is signed");
    if (this.#last.size !== size)
      throw new NotProven(
        `The last ${size - this.#last.size} entries stand after the last checkpoint: they are not signed`,
      );
    if (this.#kept !== undefined && !this.#isKeptMet) {
      throw new NotProven(
        `The checkpoint kept from earlier counts ${this.#kept.size} entries, this log only ${size}: entries were removed from its end`,
      );
    }
    return {
      entries: size,
      checkpoints: this.#checkpoints,
      last: this.#last,
      keys: this.#keys,
      keptSize: this.#kept?.size,
      from: timeOf(this.#firstEntry),
      to: timeOf(this.#lastEntry),
    };
  }
}

/**
 * Recomputes a whole exported log: every entry is hashed into the tree, and at each checkpoint line the tree must have exactly
 * the signed size and root. As all checkpoints are met by one growing tree, each is also consistent with those before.
 *
 * @param {AsyncIterable<Uint8Array>} chunks the file
 * @param {{ keys?: VerifierKey[] | undefined, since?: ((keys: VerifierKey[]) => Checkpoint) | undefined }} options
 *   `keys` those one trusts, else the file's own; `since` a checkpoint kept from earlier, which the log must still contain
 * @returns {Promise<BundleReport>}
 * @throws {NotProven}
 */
export async function checkBundle(chunks, options) {
  const check = new BundleCheck(options);
  for await (const lines of linesOf(chunks)) for (const line of lines) check.take(line);
  return check.finish();
}

/** @param {string} line @returns {VerifierKey} the key the file names; a false one is the file's fault, not the caller's */
function keyOf(line) {
  try {
    return parseKey(line);
  } catch (error) {
    throw error instanceof CannotCheck ? new NotProven(error.message) : error;
  }
}

/** @param {Buffer | undefined} entry @returns {string} what the entry gives as its time */
function timeOf(entry) {
  if (entry === undefined) return "";
  try {
    return String(JSON.parse(entry.toString()).at ?? "");
  } catch (error) {
    if (error instanceof SyntaxError) return "";
    throw error;
  }
}
