import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * Bearer tokens: `<prefix>_<30 base62 characters><6 base62 characters of CRC32>`. The random part has 178 bits; the checksum
 * lets scanners and this server tell a mistyped token without asking the database. The checksum covers all that precedes it.
 */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLength = 30;
const checksumLength = 6;

/** sbx: an agent's key. sbr: a run's token. sbp: a person's token. sbi: an invitation's link. */
export type TokenPrefix = "sbx" | "sbr" | "sbp" | "sbi";

function base62(value: number): string {
  let text = "";
  for (let i = 0; i < checksumLength; i++) {
    text = alphabet[value % 62] + text;
    value = Math.floor(value / 62);
  }
  return text;
}

export function newToken(prefix: TokenPrefix): string {
  let random = "";
  // Bytes of 248 and more are thrown away: 248 is the largest multiple of 62, so every character is equally likely.
  while (random.length < randomLength) {
    for (const byte of randomBytes(64)) {
      if (byte < 248 && random.length < randomLength) random += alphabet[byte % 62];
    }
  }
  const body = `${prefix}_${random}`;
  return body + base62(crc32(body));
}

/** True when the token is well-formed and its checksum holds. Says nothing about whether it was ever issued. */
export function isWellFormed(token: string, prefix: TokenPrefix): boolean {
  if (token.length !== prefix.length + 1 + randomLength + checksumLength) return false;
  if (!token.startsWith(`${prefix}_`) || !/^[0-9A-Za-z_]+$/.test(token)) return false;
  const body = token.slice(0, -checksumLength);
  return base62(crc32(body)) === token.slice(-checksumLength);
}

/** What is stored: SHA-256 suffices for a secret of this entropy. */
export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

/** What may be shown later to tell keys apart. */
export function displayPrefix(token: string): string {
  return token.slice(0, 10);
}
