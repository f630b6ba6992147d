import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "@/lib/platform/env";
import { processWide } from "@/lib/platform/process-wide";
import { parseVerifierKey, verifierKey } from "./note.rules";
import type { NoteSigner, VerifierKey } from "./note.rules";

const fileName = "audit-ed25519.pem";
const previousFileName = "audit-previous-keys";

/**
 * The Ed25519 key that signs checkpoints. It must not lie in the database: whoever could change entries could then sign them
 * too. SIGNALBOX_AUDIT_KEY (PKCS#8 PEM) where several instances share one log; else a file of its own in the data directory,
 * made at first use.
 *
 * @throws Error if the key is unreadable or of another kind
 */
function privateKey(): KeyObject {
  return (holder().key ??= readPrivateKey());
}

function holder(): { key: KeyObject | undefined } {
  return processWide("audit.key", () => ({ key: undefined }));
}

function readPrivateKey(): KeyObject {
  const key = createPrivateKey(env().SIGNALBOX_AUDIT_KEY?.replaceAll("\\n", "\n") ?? readOrMakeFile());
  if (key.asymmetricKeyType !== "ed25519") throw new Error("The audit key must be an Ed25519 key in PKCS#8 PEM");
  return key;
}

/** For tests that change the key within one process. */
export function forgetSigningKey(): void {
  holder().key = undefined;
}

function readOrMakeFile(): string {
  const directory = env().SIGNALBOX_DATA_DIR;
  const path = join(directory, fileName);
  const fresh = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  mkdirSync(directory, { recursive: true });
  try {
    // "wx": of two processes that start at once, one makes the key and the other reads it.
    writeFileSync(path, fresh, { mode: 0o600, flag: "wx" });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return readFileSync(path, "utf8");
  }
}

/** What signs the checkpoints of the log with this origin: one key, under the log's own name. */
export function signerOf(origin: string): NoteSigner {
  const key = privateKey();
  const der = createPublicKey(key).export({ type: "spki", format: "der" });
  return {
    key: verifierKey(origin, new Uint8Array(der.subarray(-32))),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

/**
 * The keys whose signature this installation accepts on its own earlier checkpoints: the present one first, then those it had
 * before. Whoever changes the key puts the old verifier key, one per line, into `audit-previous-keys` in the data directory; else
 * nothing tells a new key from a forged past, and the log is not signed any more. One line serves all workspaces.
 *
 * @throws NoteError if a line of the file is no verifier key
 */
export function acceptedKeys(origin: string): VerifierKey[] {
  const lines = readPreviousKeys()
    .split("\n")
    .filter((line) => line.trim() !== "");
  return [signerOf(origin).key, ...lines.map((line) => verifierKey(origin, parseVerifierKey(line).publicKey))];
}

function readPreviousKeys(): string {
  try {
    return readFileSync(join(env().SIGNALBOX_DATA_DIR, previousFileName), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
