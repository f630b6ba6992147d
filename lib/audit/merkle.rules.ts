import { sha256 } from "@noble/hashes/sha2.js";
import { equalBytes } from "@/lib/audit/bytes.rules";

/** Bytes of one SHA-256 hash. */
export const HASH_BYTES = 32;

/** The three hashes of an RFC 9162 tree (section 2.1.1). */
export interface TreeHasher {
  /** SHA-256(0x00 || entry) */
  leaf(entry: Uint8Array): Uint8Array;
  /** SHA-256(0x01 || left || right) */
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
  /** SHA-256 of nothing: the root of the tree without leaves */
  empty(): Uint8Array;
}

/** A complete subtree: `2 ** level` leaves, the `index`-th of its level counted from 0. */
export interface NodeId {
  level: number;
  index: number;
}

/** A complete subtree with its hash. */
export interface StoredNode extends NodeId {
  hash: Uint8Array;
}

/** Looks up the hash of a complete subtree; level 0 is the hash of a leaf. */
export type NodeReader = (node: NodeId) => Uint8Array | undefined;

/** The right edge of a tree: the hashes of its largest complete subtrees, left to right. */
export interface CompactRange {
  size: number;
  peaks: readonly Uint8Array[];
}

/**
 * Builds the tree's hashes on any SHA-256. The browser uses the default; the server passes node:crypto's,
 * which is 1.4 times faster on nodes and 2.5 to 3.5 times on leaves of 300 bytes.
 */
export function treeHasher(digest: (data: Uint8Array) => Uint8Array = sha256): TreeHasher {
  return {
    leaf(entry) {
      const data = new Uint8Array(entry.length + 1);
      data.set(entry, 1);
      return digest(data);
    },
    node(left, right) {
      const data = new Uint8Array(2 * HASH_BYTES + 1);
      data[0] = 1;
      data.set(left, 1);
      data.set(right, 1 + HASH_BYTES);
      return digest(data);
    },
    empty: () => digest(new Uint8Array(0)),
  };
}

/** Refuses a size or index that a double cannot hold exactly. Bit operators are avoided throughout: they stop at 32 bits. */
export function assertCount(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${what} must be a whole number from 0 to 2^53 - 1`);
}

/** The largest power of two smaller than `n` (n > 1): where RFC 9162 splits a tree of `n` leaves. */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * The complete subtrees that together cover the leaves `begin` to `end` (exclusive), left to right, where `begin` is where a
 * subtree of an RFC 9162 tree starts. Their hashes, joined by {@link joinPeaks}, are MTH(D[begin:end]).
 */
export function coverRange(begin: number, end: number): NodeId[] {
  assertCount(begin, "begin");
  assertCount(end, "end");
  const nodes: NodeId[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      level += 1;
      width *= 2;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** The hash over neighbouring complete subtrees, largest first; the empty root for none. */
export function joinPeaks(peaks: readonly Uint8Array[], hasher: TreeHasher): Uint8Array {
  const last = peaks.at(-1);
  if (last === undefined) return hasher.empty();
  let joined = last;
  for (let i = peaks.length - 2; i >= 0; i -= 1) joined = hasher.node(peaks[i] as Uint8Array, joined);
  return joined;
}

/** Reads and joins the complete subtrees of one range. Throws if a node is missing. */
export function hashOfNodes(nodes: readonly NodeId[], read: NodeReader, hasher: TreeHasher): Uint8Array {
  return joinPeaks(
    nodes.map((node) => {
      const hash = read(node);
      if (hash === undefined) throw new Error(`The tree lacks node ${node.level}/${node.index}`);
      return hash;
    }),
    hasher,
  );
}

/** The root of the first `size` leaves, from stored nodes. */
export function rootFromNodes(size: number, read: NodeReader, hasher: TreeHasher): Uint8Array {
  return hashOfNodes(coverRange(0, size), read, hasher);
}

/** The root of the compact range. */
export function rootOf(range: CompactRange, hasher: TreeHasher): Uint8Array {
  return joinPeaks(range.peaks, hasher);
}

/** A tree without leaves. */
export const emptyRange: CompactRange = { size: 0, peaks: [] };

/**
 * Adds leaves at the right edge. Returns the new edge and the complete subtrees that the new leaves finished, level 1 and up,
 * which are all that has to be stored: a complete subtree never changes again.
 */
export function appendLeaves(
  range: CompactRange,
  leafHashes: readonly Uint8Array[],
  hasher: TreeHasher,
): { range: CompactRange; nodes: StoredNode[] } {
  assertCount(range.size + leafHashes.length, "size");
  const peaks = [...range.peaks];
  const nodes: StoredNode[] = [];
  let size = range.size;
  for (const leafHash of leafHashes) {
    let hash = leafHash;
    let index = size;
    for (let level = 1; index % 2 === 1; level += 1) {
      const left = peaks.pop();
      if (left === undefined) throw new RangeError("The compact range has fewer peaks than its size needs");
      hash = hasher.node(left, hash);
      index = (index - 1) / 2;
      nodes.push({ level, index, hash });
    }
    peaks.push(hash);
    size += 1;
  }
  return { range: { size, peaks }, nodes };
}

/** The root over leaf hashes, from nothing else. */
export function rootOfLeaves(leafHashes: readonly Uint8Array[], hasher: TreeHasher): Uint8Array {
  return rootOf(appendLeaves(emptyRange, leafHashes, hasher).range, hasher);
}

/** Whether two hashes are the same 32 bytes. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === HASH_BYTES && equalBytes(a, b);
}
