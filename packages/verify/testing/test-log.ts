import { ed25519 } from "@noble/curves/ed25519.js";
import { toBase64, utf8 } from "@/lib/audit/bytes.rules";
import { signCheckpoint } from "@/lib/audit/checkpoint.rules";
import { consistencyPlan, inclusionPlan, proofFromPlan } from "@/lib/audit/merkle-proof.rules";
import { appendLeaves, emptyRange, rootFromNodes, treeHasher } from "@/lib/audit/merkle.rules";
import type { NodeId } from "@/lib/audit/merkle.rules";
import { formatVerifierKey, verifierKey } from "@/lib/audit/note.rules";
import type { NoteSigner } from "@/lib/audit/note.rules";
import { formatProof } from "@/lib/audit/proof.rules";

/** A small log in memory, made by the server's own rules, for the verifier to be held against. */
export class TestLog {
  readonly origin = "signalbox/ws_test";
  readonly entries: string[];
  readonly signer: NoteSigner;
  readonly #hasher = treeHasher();
  readonly #nodes = new Map<string, Uint8Array>();

  constructor(size: number, { keyFill = 7, word = "entry" } = {}) {
    const secret = new Uint8Array(32).fill(keyFill);
    this.signer = {
      key: verifierKey(this.origin, ed25519.getPublicKey(secret)),
      sign: (message) => ed25519.sign(message, secret),
    };
    this.entries = Array.from(
      { length: size },
      (_, i) => `{"at":"2026-01-01T00:00:${String(i % 60).padStart(2, "0")}.000Z","n":${i},"text":"${word} ü"}`,
    );
    const leaves = this.entries.map((entry) => this.#hasher.leaf(utf8(entry)));
    leaves.forEach((hash, i) => this.#nodes.set(`0/${i}`, hash));
    for (const { level, index, hash } of appendLeaves(emptyRange, leaves, this.#hasher).nodes)
      this.#nodes.set(`${level}/${index}`, hash);
  }

  readonly #read = ({ level, index }: NodeId) => this.#nodes.get(`${level}/${index}`);

  get vkey(): string {
    return formatVerifierKey(this.signer.key);
  }

  checkpoint(size = this.entries.length): string {
    return signCheckpoint({ origin: this.origin, size, root: rootFromNodes(size, this.#read, this.#hasher) }, [
      this.signer,
    ]);
  }

  proof(index: number, size = this.entries.length): string {
    return formatProof({
      index,
      hashes: proofFromPlan(inclusionPlan(index, size), this.#read, this.#hasher),
      checkpoint: this.checkpoint(size),
    });
  }

  consistency(from: number, to: number): string {
    return proofFromPlan(consistencyPlan(from, to), this.#read, this.#hasher)
      .map((hash) => `${toBase64(hash)}\n`)
      .join("");
  }

  /** A checkpoint of this very log, signed with another key under the same name. */
  checkpointBy(other: TestLog, size = this.entries.length): string {
    return signCheckpoint({ origin: this.origin, size, root: rootFromNodes(size, this.#read, this.#hasher) }, [
      other.signer,
    ]);
  }

  /** The lines of the exported log with checkpoints at the given sizes. */
  bundleLines(sizes: readonly number[] = [this.entries.length]): string[] {
    const lines = ["signalbox-log@v1", `key ${this.vkey}`];
    this.entries.forEach((entry, i) => {
      lines.push(entry);
      if (sizes.includes(i + 1)) lines.push(`checkpoint ${toBase64(utf8(this.checkpoint(i + 1)))}`);
    });
    return lines;
  }
}
