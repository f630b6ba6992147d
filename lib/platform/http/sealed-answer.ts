import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { authSecret } from "@/lib/platform/env";

/**
 * Answers that hold a secret (a new key, a run's token) are kept for repeats encrypted, so that the database never holds one in
 * plain text. AES-256-GCM under a key derived (HKDF, RFC 5869) from the server's own secret, which is not in the database.
 */
const ivBytes = 12;
const tagBytes = 16;

function sealingKey(): Buffer {
  return Buffer.from(hkdfSync("sha256", authSecret(), "", "signalbox idempotent answers", 32));
}

export function sealAnswer(body: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(), iv);
  const sealed = Buffer.concat([cipher.update(body, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
}

/** @throws Error when it was sealed under another secret, or changed */
export function openAnswer(text: string): string {
  const bytes = Buffer.from(text, "base64");
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(), bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString("utf8");
}
