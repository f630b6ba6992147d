import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import { concatBytes, fromHex, toBase64 } from "@/lib/audit/bytes.rules";
import {
  formatVerifierKey,
  NoteError,
  parseNote,
  parseVerifierKey,
  signNote,
  verifierKey,
  verifyNote,
} from "@/lib/audit/note.rules";
import type { NoteSigner } from "@/lib/audit/note.rules";

/** The vector published with the signed note specification. */
const vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const text = "This is an example message.\n";
const line =
  "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const note = `${text}\n${line}`;
const key = parseVerifierKey(vkey);

function signer(name: string, fill: number): NoteSigner {
  const secret = new Uint8Array(32).fill(fill);
  return { key: verifierKey(name, ed25519.getPublicKey(secret)), sign: (message) => ed25519.sign(message, secret) };
}
const mine = signer("signalbox/test", 1);
const other = signer("witness.example/w", 2);

describe("a signed note", () => {
  it("with the published signature verifies under the published key", () => {
    expect(verifyNote(note, [key])).toEqual({ text, signedBy: [key] });
    expect(formatVerifierKey(key)).toBe(vkey);
  });

  it("is refused when any character of text or signature is changed", () => {
    for (let i = 0; i < note.length; i += 1) {
      const changed = `${note.slice(0, i)}${note[i] === "x" ? "y" : "x"}${note.slice(i + 1)}`;
      expect(() => verifyNote(changed, [key]), `character ${i}`).toThrow(NoteError);
    }
  });

  it("is refused when it is cut anywhere", () => {
    for (let i = 0; i < note.length; i += 1)
      expect(() => verifyNote(note.slice(0, i), [key]), `cut at ${i}`).toThrow(NoteError);
  });

  it("may carry signatures of unknown keys, sixteen and more", () => {
    const strangers = Array.from({ length: 20 }, (_, i) => signer(`stranger-${i}`, 10 + i));
    const signed = signNote(text, [...strangers, mine]);
    expect(verifyNote(signed, [mine.key]).signedBy).toEqual([mine.key]);
  });

  it("ignores a stranger with the name of a known key, and one with its id", () => {
    const sameName = signer(mine.key.name, 9);
    const sameId: NoteSigner = { ...other, key: { ...other.key, id: mine.key.id } };
    expect(verifyNote(signNote(text, [sameName, sameId, mine]), [mine.key]).signedBy).toEqual([mine.key]);
    expect(() => verifyNote(signNote(text, [sameName, sameId]), [mine.key])).toThrow("not signed by a known key");
  });

  it("is refused as a whole when one known key's signature is false", () => {
    const forged: NoteSigner = { key: other.key, sign: mine.sign };
    expect(() => verifyNote(signNote(text, [mine, forged]), [mine.key, other.key])).toThrow("is false");
  });

  it("is refused when only unknown keys signed it, or no key is known", () => {
    expect(() => verifyNote(signNote(text, [other]), [mine.key])).toThrow(NoteError);
    expect(() => verifyNote(note, [])).toThrow(NoteError);
  });

  it("keeps empty lines of its text: the last empty line separates", () => {
    const poem = "one\n\ntwo\n";
    expect(verifyNote(signNote(poem, [mine]), [mine.key]).text).toBe(poem);
  });

  it.each([
    ["no newline at the end", note.trimEnd()],
    ["no signatures", text],
    ["an empty signature part", `${text}\n`],
    ["a hyphen for the dash", note.replace("—", "-")],
    ["a tab", note.replace("This", "This\t")],
    ["a carriage return", note.replaceAll("\n", "\r\n")],
    ["a signature of four bytes", `${text}\n— example.com/foo Uw2QOg==\n`],
    ["base64 that is not canonical", note.replace("aQM=", "aQN=")],
    ["a name with a plus sign", note.replace("— example.com/foo", "— example.com+foo")],
  ])("with %s is refused", (_, broken) => {
    expect(() => parseNote(broken)).toThrow(NoteError);
  });

  it("with more than 64 signatures is refused", () => {
    expect(() => parseNote(`${text}\n${line.repeat(65)}`)).toThrow("more than 64");
  });

  it("cannot be made from text with control characters or without an ending", () => {
    expect(() => signNote("text", [mine])).toThrow(NoteError);
    expect(() => signNote("a\u0000\n", [mine])).toThrow(NoteError);
    expect(() => signNote(text, [])).toThrow(NoteError);
  });
});

describe("a verifier key", () => {
  it.each([
    ["another id", vkey.replace("530d903a", "530d903b")],
    ["another name", vkey.replace("foo", "fop")],
    ["an id in capitals", vkey.replace("530d903a", "530D903A")],
    ["a type that is not Ed25519", `x+00000000+${toBase64(concatBytes(Uint8Array.of(4), key.publicKey))}`],
    ["a short key", `x+00000000+${toBase64(Uint8Array.of(1, 2, 3))}`],
    ["no parts", "example.com/foo"],
  ])("with %s is refused", (_, line) => {
    expect(() => parseVerifierKey(line)).toThrow(NoteError);
  });

  it("cannot have a name with spaces or plus signs", () => {
    for (const name of ["", "a b", "a+b", "a\u00a0b", "a\u2003b"])
      expect(() => verifierKey(name, key.publicKey)).toThrow(NoteError);
  });

  it("may hold plus signs in its base64 part", () => {
    const plus = Array.from({ length: 200 }, (_, i) => signer("plus.example", i)).find(({ key: k }) =>
      toBase64(k.publicKey).includes("+"),
    );
    if (plus === undefined) throw new Error("No key with a plus sign among 200");
    expect(parseVerifierKey(formatVerifierKey(plus.key))).toEqual(plus.key);
  });

  it("has the id of the specification", () => {
    expect(fromHex(key.id)).toHaveLength(4);
    expect(verifierKey("example.com/foo", key.publicKey).id).toBe("530d903a");
  });
});
