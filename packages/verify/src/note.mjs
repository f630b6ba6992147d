import { createHash, createPublicKey, verify } from "node:crypto";
import { NotProven, CannotCheck } from "./failure.mjs";

/** DER wrapping of a raw Ed25519 public key. */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
const MAX_SIGNATURES = 64;

/**
 * @typedef {{ name: string, id: string, publicKey: import("node:crypto").KeyObject }} VerifierKey
 * @typedef {{ origin: string, size: number, root: Buffer, signedBy: VerifierKey }} Checkpoint
 */

/** Reads base64 in its one canonical spelling. @param {string} text @returns {Buffer | null} */
export function fromBase64(text) {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

/**
 * Reads a verifier key `name+id+base64` (c2sp.org/signed-note) and checks that the id belongs to name and key.
 *
 * @param {string} line @returns {VerifierKey}
 */
export function parseKey(line) {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(line.trim()) ?? [];
  const typed = encoded === undefined ? null : fromBase64(encoded);
  if (name === undefined || typed?.length !== 33 || typed[0] !== 1) {
    throw new CannotCheck(`This is not an Ed25519 verifier key: ${line.slice(0, 120)}`);
  }
  const expected = createHash("sha256").update(`${name}\n`).update(typed).digest("hex").slice(0, 8);
  if (expected !== id)
    throw new CannotCheck(`The id in the verifier key is ${id}, but its name and key give ${expected}`);
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, typed.subarray(1)]),
    format: "der",
    type: "spki",
  });
  return { name, id, publicKey };
}

/**
 * Checks a signed note against the keys one trusts. Signatures of other keys are ignored; a false one of a known key is not.
 *
 * @param {string} note @param {VerifierKey[]} keys @returns {{ text: string, signedBy: VerifierKey }}
 */
export function openNote(note, keys) {
  if (hasControlCharacters(note)) throw new NotProven("The checkpoint contains control characters");
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n")) throw new NotProven("The checkpoint is cut short");
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new NotProven(`The checkpoint has more than ${MAX_SIGNATURES} signatures`);
  /** @type {VerifierKey | undefined} */
  let signedBy;
  for (const line of lines) {
    const [, name, encoded] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? [];
    const bytes = encoded === undefined ? null : fromBase64(encoded);
    if (bytes === null || bytes.length < 5) throw new NotProven("A signature line of the checkpoint is malformed");
    const id = bytes.subarray(0, 4).toString("hex");
    const key = keys.find((known) => known.name === name && known.id === id);
    if (key === undefined) continue;
    if (bytes.length !== 68 || !verify(null, Buffer.from(text), key.publicKey, bytes.subarray(4))) {
      throw new NotProven(`The signature of ${name} under the checkpoint is false`);
    }
    signedBy ??= key;
  }
  if (signedBy === undefined) {
    const signers = lines.map((line) => line.split(" ")[1]).join(", ");
    throw new NotProven(
      `The checkpoint is not signed by the key ${keys.map(nameOf).join(" or ")}, but by another key of ${signers}`,
    );
  }
  return { text, signedBy };
}

/**
 * Checks a checkpoint's signature and reads it (c2sp.org/tlog-checkpoint).
 *
 * @param {string} note @param {VerifierKey[]} keys @returns {Checkpoint}
 */
export function openCheckpoint(note, keys) {
  const { text, signedBy } = openNote(note, keys);
  const lines = text.split("\n");
  const [origin, size, encodedRoot] = lines;
  if (lines.length < 4 || lines.slice(0, -1).includes(""))
    throw new NotProven("The checkpoint has not its three lines");
  const root = fromBase64(encodedRoot ?? "");
  if (
    origin === undefined ||
    !/^(?:0|[1-9]\d*)$/.test(size ?? "") ||
    !Number.isSafeInteger(Number(size)) ||
    root?.length !== 32
  ) {
    throw new NotProven("The checkpoint's size or root is malformed");
  }
  if (origin !== signedBy.name)
    throw new NotProven(`The checkpoint is of the log ${origin}, the key belongs to ${signedBy.name}`);
  return { origin, size: Number(size), root, signedBy };
}

/** A key as people compare it. @param {VerifierKey} key @returns {string} */
export const nameOf = ({ name, id }) => `${name}+${id}`;

/** @param {string} text @returns {boolean} whether it has an ASCII control character other than the newline */
function hasControlCharacters(text) {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}
