import { createHash } from "node:crypto";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** @param {...Uint8Array} parts @returns {Buffer} SHA-256 over the parts one after the other */
function sha256(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The hash of a leaf: SHA-256(0x00 || entry), RFC 9162 section 2.1.1. @param {Uint8Array} entry @returns {Buffer} */
export const leafHash = (entry) => sha256(LEAF, entry);

/** The hash of a node: SHA-256(0x01 || left || right). @param {Uint8Array} left @param {Uint8Array} right @returns {Buffer} */
export const nodeHash = (left, right) => sha256(NODE, left, right);

/** Grows a tree leaf by leaf and keeps only its right edge, so that a log of any length needs almost no memory. */
export class GrowingTree {
  size = 0;
  /** @type {Buffer[]} roots of the largest complete subtrees, left to right */
  #peaks = [];

  /** @param {Uint8Array} entry the exact bytes of the next entry */
  append(entry) {
    let hash = leafHash(entry);
    for (let index = this.size; index % 2 === 1; index = (index - 1) / 2) {
      hash = nodeHash(/** @type {Buffer} */ (this.#peaks.pop()), hash);
    }
    this.#peaks.push(hash);
    this.size += 1;
  }

  /** The root over all leaves so far. @returns {Buffer} */
  root() {
    if (this.#peaks.length === 0) return sha256();
    return this.#peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

/**
 * The root to which a leaf and its path lead (RFC 9162 section 2.1.3.2), or null if the path has not the length that the
 * position needs.
 *
 * @param {number} index @param {number} size @param {Uint8Array} leaf its hash @param {Uint8Array[]} path
 * @returns {Uint8Array | null}
 */
export function rootFromPath(index, size, leaf, path) {
  if (index >= size) return null;
  let position = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return null;
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash);
      while (position % 2 === 0 && position !== 0) {
        position /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
}

/**
 * Whether the newer tree starts with exactly the leaves of the older (RFC 9162 section 2.1.4.2). Size 0 is refused.
 *
 * @param {{ size: number, root: Uint8Array }} older @param {{ size: number, root: Uint8Array }} newer @param {Uint8Array[]} path
 * @returns {boolean}
 */
export function isConsistent(older, newer, path) {
  if (older.size === 0 || older.size > newer.size) return false;
  if (older.size === newer.size) return path.length === 0 && same(older.root, newer.root);
  const hashes = Number.isInteger(Math.log2(older.size)) ? [older.root, ...path] : path;
  const [first, ...rest] = hashes;
  if (path.length === 0 || first === undefined) return false;
  let position = older.size - 1;
  let last = newer.size - 1;
  while (position % 2 === 1) {
    position = (position - 1) / 2;
    last = Math.floor(last / 2);
  }
  let oldRoot = first;
  let newRoot = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      oldRoot = nodeHash(hash, oldRoot);
      newRoot = nodeHash(hash, newRoot);
      while (position % 2 === 0 && position !== 0) {
        position /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      newRoot = nodeHash(newRoot, hash);
    }
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && same(oldRoot, older.root) && same(newRoot, newer.root);
}

/** @param {Uint8Array} a @param {Uint8Array} b @returns {boolean} */
export function same(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
