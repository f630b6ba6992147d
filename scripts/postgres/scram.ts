import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** PostgreSQL's own default. The passwords we make are random, so more rounds would buy nothing. */
const iterations = 4_096;

/**
 * What PostgreSQL keeps of a password (RFC 5802, SCRAM-SHA-256; the form is pg_authid's). `ALTER ROLE … PASSWORD` takes it in place of
 * the password, which so never stands in a statement, nor in a server's log of statements.
 *
 * @param password ASCII, since nothing is normalised here
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const keyed = (text: string): Buffer => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(keyed("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${keyed("Server Key").toString("base64")}`;
}
