import { hash, verify } from "@node-rs/argon2";
import { processWide } from "@/lib/platform/process-wide";

/** Argon2id (RFC 9106) at the OWASP Password Storage Cheat Sheet's first recommended cost. */
export const passwordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The same characters typed on different keyboards are the same password (RFC 8265, 4.2). */
function prepared(password: string): string {
  return password.normalize("NFC");
}

/** @returns a PHC string, which carries its own salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(prepared(password), passwordCost);
}

function hashOfNothing(): Promise<string> {
  return processWide("hash-of-nothing", () => hashPassword(crypto.randomUUID()));
}

/** Takes as long where there is no account or no password as where there is one, so that time does not tell them apart. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await hashOfNothing()), prepared(password));
  return matches && passwordHash != null;
}
