import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8 } from "@/lib/audit/bytes.rules";
import {
  appendLeaves,
  assertCount,
  coverRange,
  emptyRange,
  rootFromNodes,
  rootOf,
  rootOfLeaves,
  splitPoint,
  treeHasher,
} from "@/lib/audit/merkle.rules";
import type { NodeId } from "@/lib/audit/merkle.rules";

const hasher = treeHasher();

/** Inputs and roots published with the reference implementation of RFC 6962 trees. */
const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** MTH of RFC 9162 section 2.1.1, word for word, to compare with. */
function mth(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return hasher.empty();
  if (entries.length === 1) return hasher.leaf(entries[0] as Uint8Array);
  const k = splitPoint(entries.length);
  return hasher.node(mth(entries.slice(0, k)), mth(entries.slice(k)));
}

describe("the tree", () => {
  it.each(roots.map((root, size) => ({ size, root })))("has the published root at size $size", ({ size, root }) => {
    const leaves = inputs.slice(0, size).map((hex) => hasher.leaf(fromHex(hex) as Uint8Array));
    expect(toHex(rootOfLeaves(leaves, hasher))).toBe(root);
  });

  it("is the same tree whatever the batches it grew in, and as the recursive definition says", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 20 }), { maxLength: 8 }),
        (batches) => {
          const stored = new Map<string, Uint8Array>();
          const read = ({ level, index }: NodeId) => stored.get(`${level}/${index}`);
          let range = emptyRange;
          for (const batch of batches) {
            const leafHashes = batch.map((entry) => hasher.leaf(entry));
            leafHashes.forEach((hash, i) => stored.set(`0/${range.size + i}`, hash));
            const grown = appendLeaves(range, leafHashes, hasher);
            for (const node of grown.nodes) {
              expect(stored.has(`${node.level}/${node.index}`)).toBe(false);
              stored.set(`${node.level}/${node.index}`, node.hash);
            }
            range = grown.range;
          }
          const expected = toHex(mth(batches.flat()));
          expect(toHex(rootOf(range, hasher))).toBe(expected);
          expect(toHex(rootFromNodes(range.size, read, hasher))).toBe(expected);
        },
      ),
    );
  });

  it("gives the same hashes with node:crypto as with the browser's implementation", () => {
    const native = treeHasher((data) => createHash("sha256").update(data).digest());
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 9 }), (entries) => {
        const rootWith = (h: typeof hasher) =>
          toHex(
            rootOfLeaves(
              entries.map((entry) => h.leaf(entry)),
              h,
            ),
          );
        expect(rootWith(native)).toBe(rootWith(hasher));
      }),
    );
  });

  it("tells a leaf from a node with the same bytes", () => {
    const [left, right] = [hasher.leaf(utf8("a")), hasher.leaf(utf8("b"))];
    expect(hasher.leaf(new Uint8Array([...left, ...right]))).not.toEqual(hasher.node(left, right));
  });

  it("covers trees beyond 32 bits without losing leaves", () => {
    const size = 2 ** 40 + 2 ** 33 + 5;
    expect(coverRange(0, size)).toEqual([
      { level: 40, index: 0 },
      { level: 33, index: 2 ** 7 },
      { level: 2, index: (2 ** 40 + 2 ** 33) / 4 },
      { level: 0, index: 2 ** 40 + 2 ** 33 + 4 },
    ]);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuses %s as a count", (value) => {
    expect(() => assertCount(value, "size")).toThrow(RangeError);
  });

  it("refuses to answer from a tree with a missing node", () => {
    expect(() => rootFromNodes(3, () => undefined, hasher)).toThrow("lacks node");
  });
});
