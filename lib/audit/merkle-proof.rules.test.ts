import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "@/lib/audit/bytes.rules";
import {
  consistencyPlan,
  foldInclusion,
  inclusionPlan,
  proofFromPlan,
  verifyConsistency,
  verifyInclusion,
} from "@/lib/audit/merkle-proof.rules";
import { appendLeaves, emptyRange, rootFromNodes, treeHasher } from "@/lib/audit/merkle.rules";
import type { NodeId } from "@/lib/audit/merkle.rules";

const hasher = treeHasher();
const MAX = 70;
const leaves = Array.from({ length: MAX }, (_, i) => hasher.leaf(utf8(`entry ${i}`)));
const nodes = new Map(leaves.map((hash, i) => [`0/${i}`, hash]));
for (const { level, index, hash } of appendLeaves(emptyRange, leaves, hasher).nodes)
  nodes.set(`${level}/${index}`, hash);
const read = ({ level, index }: NodeId) => nodes.get(`${level}/${index}`);
const roots = Array.from({ length: MAX + 1 }, (_, size) => rootFromNodes(size, read, hasher));
const root = (size: number) => roots[size] as Uint8Array;
const leaf = (index: number) => leaves[index] as Uint8Array;
const inclusion = (index: number, size: number) => proofFromPlan(inclusionPlan(index, size), read, hasher);
const consistency = (m: number, n: number) => proofFromPlan(consistencyPlan(m, n), read, hasher);

const flip = (hash: Uint8Array, bit: number) =>
  hash.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
/** Every way in which a list of hashes is changed a little: cut, lengthened, swapped, one bit flipped. */
function spoil(proof: Uint8Array[], bit: number): Uint8Array[][] {
  const spoilt = [
    [...proof, root(1)],
    [root(0), ...proof],
    [...proof, ...proof.slice(-1)],
  ];
  if (proof.length > 0)
    spoilt.push(
      proof.slice(1),
      proof.slice(0, -1),
      [],
      proof.map((hash) => hash.slice(0, 31)),
    );
  proof.forEach((_, i) => {
    spoilt.push(proof.map((hash, j) => (i === j ? flip(hash, bit) : hash)));
    if (i > 0)
      spoilt.push(
        proof.map((hash, j) =>
          j === i ? (proof[i - 1] as Uint8Array) : j === i - 1 ? (proof[i] as Uint8Array) : hash,
        ),
      );
  });
  return spoilt.filter((changed) => changed.length !== proof.length || changed.some((hash, i) => hash !== proof[i]));
}

const position = fc
  .integer({ min: 1, max: MAX })
  .chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)));
const twoSizes = fc
  .integer({ min: 1, max: MAX })
  .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));
const anyBit = fc.integer({ min: 0, max: 255 });

describe("inclusion", () => {
  it("is proven for every index in every tree up to 70 leaves", () => {
    for (let size = 1; size <= MAX; size += 1) {
      for (let index = 0; index < size; index += 1) {
        expect(
          verifyInclusion(index, size, leaf(index), inclusion(index, size), root(size), hasher),
          `${index} of ${size}`,
        ).toBe(true);
      }
    }
  });

  it("is refused for another leaf, index or root", () => {
    fc.assert(
      fc.property(position, fc.nat(MAX - 1), anyBit, ([index, size], other, bit) => {
        const proof = inclusion(index, size);
        expect(verifyInclusion(index, size, flip(leaf(index), bit), proof, root(size), hasher)).toBe(false);
        expect(verifyInclusion(index, size, leaf(index), proof, flip(root(size), bit), hasher)).toBe(false);
        if (other !== index) {
          expect(verifyInclusion(other, size, leaf(index), proof, root(size), hasher)).toBe(false);
          expect(verifyInclusion(index, size, leaf(other), proof, root(size), hasher)).toBe(false);
        }
      }),
    );
  });

  it("is refused in the tree of any other size", () => {
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: MAX }), ([index, size], other) => {
        fc.pre(other !== size);
        expect(verifyInclusion(index, size, leaf(index), inclusion(index, size), root(other), hasher)).toBe(false);
      }),
    );
  });

  it("is refused for a proof that was cut, lengthened, reordered or changed by one bit", () => {
    fc.assert(
      fc.property(position, anyBit, ([index, size], bit) => {
        for (const proof of spoil(inclusion(index, size), bit)) {
          expect(verifyInclusion(index, size, leaf(index), proof, root(size), hasher)).toBe(false);
        }
      }),
    );
  });

  it("is refused for an index at or beyond the size", () => {
    expect(verifyInclusion(1, 1, leaf(0), [], root(1), hasher)).toBe(false);
    expect(verifyInclusion(0, 0, leaf(0), [], root(0), hasher)).toBe(false);
    expect(() => inclusionPlan(7, 7)).toThrow(RangeError);
  });

  it("shows each step of the way, the last one being the root", () => {
    const steps = foldInclusion(2, 5, leaf(2), inclusion(2, 5), hasher);
    expect(steps?.map((step) => step.side)).toEqual(["right", "left", "right"]);
    expect(steps?.at(-1)?.result).toEqual(root(5));
  });
});

describe("consistency", () => {
  it("is proven between every two trees up to 70 leaves", () => {
    for (let n = 1; n <= MAX; n += 1) {
      for (let m = 1; m <= n; m += 1) {
        expect(verifyConsistency(m, n, root(m), root(n), consistency(m, n), hasher), `${m} to ${n}`).toBe(true);
      }
    }
  });

  it("is refused for other roots or other sizes", () => {
    fc.assert(
      fc.property(twoSizes, anyBit, ([m, n], bit) => {
        const proof = consistency(m, n);
        expect(verifyConsistency(m, n, flip(root(m), bit), root(n), proof, hasher)).toBe(false);
        expect(verifyConsistency(m, n, root(m), flip(root(n), bit), proof, hasher)).toBe(false);
        if (m < n) {
          expect(verifyConsistency(m, n, root(n), root(m), proof, hasher)).toBe(false);
          expect(verifyConsistency(m + 1, n, root(m), root(n), proof, hasher)).toBe(false);
        }
      }),
    );
  });

  it("is refused for a proof that was cut, lengthened, reordered or changed by one bit", () => {
    fc.assert(
      fc.property(twoSizes, anyBit, ([m, n], bit) => {
        for (const proof of spoil(consistency(m, n), bit))
          expect(verifyConsistency(m, n, root(m), root(n), proof, hasher)).toBe(false);
      }),
    );
  });

  it("is never accepted from a tree of size 0, nor from a larger to a smaller one", () => {
    expect(verifyConsistency(0, 5, root(0), root(5), [], hasher)).toBe(false);
    expect(verifyConsistency(0, 0, root(0), root(0), [], hasher)).toBe(false);
    expect(verifyConsistency(6, 5, root(6), root(5), [], hasher)).toBe(false);
    expect(() => consistencyPlan(0, 5)).toThrow(RangeError);
    expect(() => consistencyPlan(6, 5)).toThrow(RangeError);
  });

  it("finds a leaf that was rewritten in the older part", () => {
    const forged = leaves.slice(0, 20).map((hash, i) => (i === 3 ? leaf(40) : hash));
    const forgedNodes = new Map(forged.map((hash, i) => [`0/${i}`, hash]));
    for (const { level, index, hash } of appendLeaves(emptyRange, forged, hasher).nodes)
      forgedNodes.set(`${level}/${index}`, hash);
    const readForged = ({ level, index }: NodeId) => forgedNodes.get(`${level}/${index}`);
    const proof = proofFromPlan(consistencyPlan(12, 20), readForged, hasher);
    expect(verifyConsistency(12, 20, root(12), rootFromNodes(20, readForged, hasher), proof, hasher)).toBe(false);
  });
});
