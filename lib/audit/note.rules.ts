import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from "@/lib/audit/bytes.rules";

/** The signature type byte of Ed25519 in a key id and a verifier key. */
const ED25519 = 0x01;
const MAX_SIGNATURES = 64;
const SIGNATURE_LINE = /^— ([^\s\u0085+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const KEY_NAME = /^[^\s\u0085+]+$/u;

/** Text that is not a signed note, a key or a checkpoint of the form the specification gives. */
export class NoteError extends Error {
  override name = "NoteError";
}

/** A public key one trusts, under the name it signs with. */
export interface VerifierKey {
  name: string;
  /** the first four bytes of SHA-256(name || 0x0A || type || public key), as hex */
  id: string;
  publicKey: Uint8Array;
}

/** Something that can sign: the server keeps the private key behind this. */
export interface NoteSigner {
  key: VerifierKey;
  sign: (message: Uint8Array) => Uint8Array;
}

/** One signature line, not yet checked. */
export interface NoteSignature {
  name: string;
  id: string;
  signature: Uint8Array;
}

/** A parsed note whose signatures have not been checked. */
export interface ParsedNote {
  text: string;
  signatures: NoteSignature[];
}

/** Makes the verifier key of an Ed25519 public key of 32 bytes. */
export function verifierKey(name: string, publicKey: Uint8Array): VerifierKey {
  if (!KEY_NAME.test(name)) throw new NoteError("A key name must not be empty nor contain spaces or plus signs");
  if (publicKey.length !== 32) throw new NoteError("An Ed25519 public key has 32 bytes");
  const hash = sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey));
  return { name, id: toHex(hash.slice(0, 4)), publicKey };
}

/** Writes a verifier key in one line: name, key id and key, joined by plus signs. */
export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${key.id}+${toBase64(concatBytes(Uint8Array.of(ED25519), key.publicKey))}`;
}

/** Reads a verifier key, and refuses one whose id does not belong to its name and key. */
export function parseVerifierKey(line: string): VerifierKey {
  // The base64 part may itself contain plus signs, so only the first two separate.
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(line.trim());
  const encoded = match?.[3] === undefined ? null : fromBase64(match[3]);
  const name = match?.[1];
  if (encoded === null || name === undefined) throw new NoteError("This is not a verifier key");
  if (encoded[0] !== ED25519) throw new NoteError("Only Ed25519 keys are supported");
  const key = verifierKey(name, encoded.slice(1));
  if (fromHex(match?.[2] ?? "") === null || key.id !== match?.[2])
    throw new NoteError("The key's id does not belong to its name and key");
  return key;
}

/** Takes a note apart at its last empty line. Checks its form only (c2sp.org/signed-note). */
export function parseNote(note: string): ParsedNote {
  if (hasControlCharacters(note)) throw new NoteError("The note contains control characters");
  if (!note.endsWith("\n")) throw new NoteError("The note does not end in a newline");
  const split = note.lastIndexOf("\n\n");
  if (split < 0) throw new NoteError("The note has no signatures");
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new NoteError(`The note has more than ${MAX_SIGNATURES} signatures`);
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

/** Whether there is an ASCII control character other than the newline. */
function hasControlCharacters(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

function parseSignature(line: string): NoteSignature {
  const match = SIGNATURE_LINE.exec(line);
  const bytes = match?.[2] === undefined ? null : fromBase64(match[2]);
  if (bytes === null || match?.[1] === undefined || bytes.length < 5)
    throw new NoteError("A signature line is malformed");
  return { name: match[1], id: toHex(bytes.slice(0, 4)), signature: bytes.slice(4) };
}

/** Signs a text that ends in a newline. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith("\n") || hasControlCharacters(text)) {
    throw new NoteError("Only text that ends in a newline and has no control characters can be signed");
  }
  if (signers.length === 0) throw new NoteError("A note needs a signature");
  const lines = signers.map(({ key, sign }) => {
    const id = fromHex(key.id) ?? new Uint8Array(0);
    return `— ${key.name} ${toBase64(concatBytes(id, sign(utf8(text))))}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/**
 * Checks a note against the keys one trusts. Signatures of other keys are ignored, even if they share the name or the id with a
 * known one; a false signature of a known key, or none from a known key, makes the whole note worthless.
 *
 * @returns the text, and the known keys that signed it
 * @throws NoteError if the note must not be believed
 */
export function verifyNote(note: string, keys: readonly VerifierKey[]): { text: string; signedBy: VerifierKey[] } {
  const { text, signatures } = parseNote(note);
  const message = utf8(text);
  const signedBy: VerifierKey[] = [];
  for (const { name, id, signature } of signatures) {
    const key = keys.find((known) => known.name === name && known.id === id);
    if (key === undefined) continue;
    if (!isValidSignature(signature, message, key)) throw new NoteError(`The signature of ${name} is false`);
    signedBy.push(key);
  }
  if (signedBy.length === 0) throw new NoteError("The note is not signed by a known key");
  return { text, signedBy };
}

function isValidSignature(signature: Uint8Array, message: Uint8Array, key: VerifierKey): boolean {
  // RFC 8032 rules, as other implementations apply them, rather than the looser ZIP 215.
  return signature.length === 64 && ed25519.verify(signature, message, key.publicKey, { zip215: false });
}
