import { assertCount, coverRange, hashOfNodes, HASH_BYTES, sameHash, splitPoint } from "@/lib/audit/merkle.rules";
import type { NodeId, NodeReader, TreeHasher } from "@/lib/audit/merkle.rules";

/** What to read for a proof: for each hash of the proof, the complete subtrees it is joined from. */
export type ProofPlan = NodeId[][];

/** One step of the way from a leaf to the root. */
export interface PathStep {
  /** on which side of the running hash the proof's hash stands */
  side: "left" | "right";
  sibling: Uint8Array;
  result: Uint8Array;
}

/** The plan of PATH(index, D[0:size]), RFC 9162 section 2.1.3.1, leaf's sibling first. */
export function inclusionPlan(index: number, size: number): ProofPlan {
  assertCount(index, "index");
  assertCount(size, "size");
  if (index >= size) throw new RangeError("The index lies outside the tree");
  const plan: ProofPlan = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitPoint(end - begin);
    if (index < middle) {
      plan.push(coverRange(middle, end));
      end = middle;
    } else {
      plan.push(coverRange(begin, middle));
      begin = middle;
    }
  }
  return plan.reverse();
}

/** The plan of PROOF(size1, D[0:size2]), RFC 9162 section 2.1.4.1. Empty for equal sizes. */
export function consistencyPlan(size1: number, size2: number): ProofPlan {
  assertCount(size1, "size1");
  assertCount(size2, "size2");
  if (size1 === 0) throw new RangeError("Nothing can be proven about a tree of size 0");
  if (size1 > size2) throw new RangeError("The older tree cannot be larger than the newer");
  const plan: ProofPlan = [];
  let begin = 0;
  let end = size2;
  let isRootKnown = true;
  while (size1 !== end) {
    const middle = begin + splitPoint(end - begin);
    if (size1 <= middle) {
      plan.push(coverRange(middle, end));
      end = middle;
    } else {
      plan.push(coverRange(begin, middle));
      begin = middle;
      isRootKnown = false;
    }
  }
  if (!isRootKnown) plan.push(coverRange(begin, end));
  return plan.reverse();
}

/** Turns a plan into the proof's hashes. Throws if a node is missing. */
export function proofFromPlan(plan: ProofPlan, read: NodeReader, hasher: TreeHasher): Uint8Array[] {
  return plan.map((nodes) => hashOfNodes(nodes, read, hasher));
}

/**
 * Walks from a leaf hash to the root (RFC 9162 section 2.1.3.2) and returns each step, or `null` if the proof has the wrong
 * length or shape. Whether the last result is the right root is the caller's comparison.
 */
export function foldInclusion(
  index: number,
  size: number,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
  hasher: TreeHasher,
): PathStep[] | null {
  assertCount(index, "index");
  assertCount(size, "size");
  if (index >= size || leafHash.length !== HASH_BYTES) return null;
  const steps: PathStep[] = [];
  let fn = index;
  let sn = size - 1;
  let hash = leafHash;
  for (const sibling of proof) {
    if (sn === 0 || sibling.length !== HASH_BYTES) return null;
    const isRightChild = fn % 2 === 1;
    if (isRightChild || fn === sn) {
      hash = hasher.node(sibling, hash);
      steps.push({ side: "left", sibling, result: hash });
      if (!isRightChild) [fn, sn] = skipEvenLevels(fn, sn);
    } else {
      hash = hasher.node(hash, sibling);
      steps.push({ side: "right", sibling, result: hash });
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 ? steps : null;
}

/** At the right edge a node has no sibling on some levels; those levels are climbed without hashing. */
function skipEvenLevels(fn: number, sn: number): [number, number] {
  while (fn % 2 === 0 && fn !== 0) {
    fn /= 2;
    sn = Math.floor(sn / 2);
  }
  return [fn, sn];
}

/** Whether the leaf stands at `index` in the tree of `size` leaves with this root. */
export function verifyInclusion(
  index: number,
  size: number,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
  hasher: TreeHasher,
): boolean {
  const steps = foldInclusion(index, size, leafHash, proof, hasher);
  return steps !== null && sameHash(steps.at(-1)?.result ?? leafHash, root);
}

/**
 * Whether the tree of `size2` leaves begins with exactly the `size1` leaves of the older one (RFC 9162 section 2.1.4.2).
 * A `size1` of 0 is never accepted: every tree extends the empty one, so such a proof would say nothing.
 */
export function verifyConsistency(
  size1: number,
  size2: number,
  root1: Uint8Array,
  root2: Uint8Array,
  proof: readonly Uint8Array[],
  hasher: TreeHasher,
): boolean {
  assertCount(size1, "size1");
  assertCount(size2, "size2");
  if (size1 === 0 || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && sameHash(root1, root2);
  if (proof.length === 0 || [root1, ...proof].some((hash) => hash.length !== HASH_BYTES)) return false;

  const path = isPowerOfTwo(size1) ? [root1, ...proof] : [...proof];
  let fn = size1 - 1;
  let sn = size2 - 1;
  while (fn % 2 === 1) {
    fn = (fn - 1) / 2;
    sn = Math.floor(sn / 2);
  }
  let older = path[0] as Uint8Array;
  let newer = older;
  for (const hash of path.slice(1)) {
    if (sn === 0) return false;
    const isRightChild = fn % 2 === 1;
    if (isRightChild || fn === sn) {
      older = hasher.node(hash, older);
      newer = hasher.node(hash, newer);
      if (!isRightChild) [fn, sn] = skipEvenLevels(fn, sn);
    } else {
      newer = hasher.node(newer, hash);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && sameHash(older, root1) && sameHash(newer, root2);
}

function isPowerOfTwo(n: number): boolean {
  let power = 1;
  while (power < n) power *= 2;
  return power === n;
}
