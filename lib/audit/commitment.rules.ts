import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { canonicalBytes } from "@/lib/platform/canonical-json.rules";
import { fromBase64, toHex } from "./bytes.rules";

/** Whether texts kept outside the log are those the entry committed to: HMAC-SHA256(salt, RFC 8785 of the body). */
export function matchesCommitment(
  secret: { salt: string; body: Readonly<Record<string, unknown>> },
  commitment: string,
): boolean {
  const salt = fromBase64(secret.salt);
  return salt !== null && toHex(hmac(sha256, salt, canonicalBytes(secret.body))) === commitment;
}
