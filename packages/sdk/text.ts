import { createHash } from "node:crypto";

/** What no JSON that Signalbox takes may hold (RFC 7493, 2.1): halves of surrogate pairs, noncharacters; and U+0000, which cannot be stored. */
const UNACCEPTABLE = /[\0\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

/** The text with a replacement character for everything that cannot be sent. */
export function cleanText(text: string): string {
  return text.replace(UNACCEPTABLE, "\uFFFD");
}

/** The first `length` UTF-16 units at most, never half a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/** The text made acceptable, and cut with an ellipsis where it is longer than `length` UTF-16 units. */
export function shortText(text: string, length: number): string {
  // Cleaning a text of any size costs what its size costs; what is thrown away anyway need not be cleaned.
  const clean = cleanText(cut(text, length));
  return text.length <= length ? clean : `${cut(clean, length - 1)}…`;
}

const LONGEST_ID = 200;

/** An id as it is, or, where it is too long or cannot be sent, its beginning and its hash: the same for the same id, another for another. */
export function shortId(id: string): string {
  return id.length <= LONGEST_ID && cleanText(id) === id ? id : `${shortText(id, 120)}#${sha256(id)}`;
}

/** A key that fits into the header `Idempotency-Key`: as it is, or its beginning and its hash. */
export function headerKey(key: string): string {
  return key === "" || /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key)
    ? key
    : `${key.slice(0, 150).replace(/[^\x21-\x7e]/g, "_")}#${sha256(key)}`;
}

function sha256(text: string): string {
  // JSON's escapes keep apart what UTF-8 cannot tell apart, such as two different halves of surrogate pairs.
  return createHash("sha256").update(JSON.stringify(text)).digest("hex");
}

/** What a thrown value says, whatever it is: anything can be thrown, also what throws, or never ends, when it is looked at. */
export function wordsOf(thrown: unknown): string {
  if ((typeof thrown !== "object" && typeof thrown !== "function") || thrown === null) return String(thrown);
  try {
    const words: unknown = "message" in thrown ? thrown.message : undefined;
    if (typeof words === "string" && words !== "") return words;
    return thrown instanceof Error && typeof thrown.name === "string"
      ? thrown.name
      : `something that is no error (${typeof thrown})`;
  } catch (second) {
    return typeof second === "string" ? second : "something that cannot be looked at";
  }
}
