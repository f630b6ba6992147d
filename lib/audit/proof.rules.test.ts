import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import { utf8 } from "@/lib/audit/bytes.rules";
import { formatCheckpoint, parseCheckpoint, signCheckpoint, verifyCheckpoint } from "@/lib/audit/checkpoint.rules";
import { inclusionPlan, proofFromPlan } from "@/lib/audit/merkle-proof.rules";
import { appendLeaves, emptyRange, rootFromNodes, treeHasher } from "@/lib/audit/merkle.rules";
import { NoteError, signNote, verifierKey } from "@/lib/audit/note.rules";
import type { NoteSigner } from "@/lib/audit/note.rules";
import { checkProof, formatProof, parseProof } from "@/lib/audit/proof.rules";

const hasher = treeHasher();
const origin = "signalbox/test";
const secret = new Uint8Array(32).fill(3);
const signer: NoteSigner = {
  key: verifierKey(origin, ed25519.getPublicKey(secret)),
  sign: (message) => ed25519.sign(message, secret),
};
const keys = [signer.key];

const entries = Array.from({ length: 21 }, (_, i) => utf8(`{"n":${i}}`));
const leafHashes = entries.map((entry) => hasher.leaf(entry));
const nodes = new Map(leafHashes.map((hash, i) => [`0/${i}`, hash]));
for (const { level, index, hash } of appendLeaves(emptyRange, leafHashes, hasher).nodes)
  nodes.set(`${level}/${index}`, hash);
const read = ({ level, index }: { level: number; index: number }) => nodes.get(`${level}/${index}`);
const checkpoint = signCheckpoint({ origin, size: entries.length, root: rootFromNodes(entries.length, read, hasher) }, [
  signer,
]);
const proofOf = (index: number) =>
  formatProof({ index, hashes: proofFromPlan(inclusionPlan(index, entries.length), read, hasher), checkpoint });
const leaf = (index: number) => entries[index] as Uint8Array;

describe("a proof file", () => {
  it("proves each entry of the log", () => {
    for (let index = 0; index < entries.length; index += 1) {
      const report = checkProof({ proof: proofOf(index), leaf: leaf(index), keys });
      expect(report).toMatchObject({ isProven: true, failure: null, index, isRootEqual: true, isSigned: true });
    }
  });

  it("has the form of c2sp.org/tlog-proof@v1 and reads back as written", () => {
    const text = proofOf(5);
    expect(text.startsWith("c2sp.org/tlog-proof@v1\nindex 5\n")).toBe(true);
    expect(text.endsWith(`\n\n${checkpoint}`)).toBe(true);
    const extra = utf8("anything");
    expect(parseProof(formatProof({ ...parseProof(text), extra })).extra).toEqual(extra);
    expect(formatProof(parseProof(text))).toBe(text);
  });

  it("is refused for a changed entry, down to one byte", () => {
    for (let i = 0; i < leaf(4).length; i += 1) {
      const changed = leaf(4).map((byte, at) => (at === i ? byte ^ 1 : byte));
      expect(checkProof({ proof: proofOf(4), leaf: changed, keys })).toMatchObject({
        isProven: false,
        failure: { part: "root" },
      });
    }
    expect(checkProof({ proof: proofOf(4), leaf: leaf(5), keys }).isProven).toBe(false);
  });

  it("is refused when any one character of it is changed", () => {
    const text = proofOf(9);
    for (let i = 0; i < text.length; i += 1) {
      const changed = `${text.slice(0, i)}${text[i] === "A" ? "B" : "A"}${text.slice(i + 1)}`;
      expect(checkProof({ proof: changed, leaf: leaf(9), keys }).isProven, `character ${i}`).toBe(false);
    }
  });

  it("is refused when a line of it is removed, doubled or swapped with the next", () => {
    const lines = proofOf(9).split("\n");
    for (let i = 0; i < lines.length - 1; i += 1) {
      const removed = lines.filter((_, at) => at !== i);
      const doubled = lines.flatMap((line, at) => (at === i ? [line, line] : [line]));
      const swapped = lines.map((line, at) => (at === i ? lines[i + 1] : at === i + 1 ? lines[i] : line));
      expect(checkProof({ proof: removed.join("\n"), leaf: leaf(9), keys }).isProven, `without line ${i}`).toBe(false);
      expect(checkProof({ proof: swapped.join("\n"), leaf: leaf(9), keys }).isProven, `swapped ${i}`).toBe(false);
      // The same signature twice is still a valid note; every other doubled line must be noticed.
      if (!lines[i]?.startsWith("—"))
        expect(checkProof({ proof: doubled.join("\n"), leaf: leaf(9), keys }).isProven, `doubled ${i}`).toBe(false);
    }
  });

  it("is refused when it is cut anywhere", () => {
    const text = proofOf(9);
    for (let i = 0; i < text.length; i += 1)
      expect(checkProof({ proof: text.slice(0, i), leaf: leaf(9), keys }).isProven).toBe(false);
  });

  it("is refused under another key, naming the signature", () => {
    const stranger = verifierKey(origin, ed25519.getPublicKey(new Uint8Array(32).fill(4)));
    expect(checkProof({ proof: proofOf(0), leaf: leaf(0), keys: [stranger] })).toMatchObject({
      isProven: false,
      isRootEqual: true,
      isSigned: false,
      failure: { part: "signature" },
    });
  });

  it("is never proven by its extra line", () => {
    const text = proofOf(3).replace("index", `extra ${btoa("index 3")}\nindex`);
    expect(checkProof({ proof: text, leaf: leaf(3), keys }).isProven).toBe(true);
    expect(checkProof({ proof: text, leaf: leaf(2), keys }).isProven).toBe(false);
  });

  it.each([
    ["a leading zero in the index", "index 09"],
    ["a negative index", "index -9"],
    ["an index beyond 2^53", "index 9007199254740993"],
    ["no number", "index"],
  ])("with %s is refused", (_, line) => {
    expect(() => parseProof(proofOf(9).replace("index 9", line))).toThrow(NoteError);
  });

  it("proves the only entry of a log of one, with an empty path", () => {
    const only = signCheckpoint({ origin, size: 1, root: hasher.leaf(leaf(0)) }, [signer]);
    const report = checkProof({ proof: formatProof({ index: 0, hashes: [], checkpoint: only }), leaf: leaf(0), keys });
    expect(report.isProven).toBe(true);
  });
});

describe("a checkpoint", () => {
  it("reads back as written", () => {
    const head = verifyCheckpoint(checkpoint, keys);
    expect(head).toMatchObject({ origin, size: entries.length });
    expect(checkpoint.startsWith(formatCheckpoint(head))).toBe(true);
  });

  it("signed by the key of another log is refused", () => {
    const foreign = signCheckpoint({ origin: "signalbox/elsewhere", size: 1, root: hasher.empty() }, [signer]);
    expect(() => verifyCheckpoint(foreign, keys)).toThrow("another log");
  });

  it("may have extension lines, which are ignored", () => {
    const note = signNote(`${formatCheckpoint(verifyCheckpoint(checkpoint, keys))}extension\n`, [signer]);
    expect(verifyCheckpoint(note, keys).size).toBe(entries.length);
  });

  it.each([
    ["a leading zero", `${origin}\n01\n${btoa("x".repeat(32))}\n`],
    ["a negative size", `${origin}\n-1\n${btoa("x".repeat(32))}\n`],
    ["a size beyond 2^53", `${origin}\n9007199254740993\n${btoa("x".repeat(32))}\n`],
    ["a short root", `${origin}\n1\n${btoa("x".repeat(31))}\n`],
    ["no root", `${origin}\n1\n`],
    ["an empty origin", `\n1\n${btoa("x".repeat(32))}\n`],
    ["an empty extension line", `${origin}\n1\n${btoa("x".repeat(32))}\n\n`],
  ])("with %s is refused", (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(NoteError);
  });
});
