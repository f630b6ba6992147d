import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { letStopsGoFirst } from "@/lib/platform/http/stops-first";
import { processWide } from "@/lib/platform/process-wide";
import { Turns } from "@/lib/platform/turns";

/** Argon2id (RFC 9106) at the OWASP Password Storage Cheat Sheet's first recommended cost. */
export const passwordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The same characters typed on different keyboards are the same password (RFC 8265, 4.2). */
function prepared(password: string): string {
  return password.normalize("NFC");
}

/**
 * The binding works on threads of its own accord, but they are libuv's four, which names, files and ciphers need too, and every one takes
 * a core: half the cores at most, so that a flood of sign-ins leaves room for everything else.
 */
function turns(): Turns {
  const atOnce = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));
  return processWide(
    "password-turns",
    () => new Turns({ atOnce, atOncePerCaller: atOnce, waiting: 32, waitingPerCaller: Infinity, waitMs: 5_000 }),
  );
}

/** @returns a PHC string, which carries its own salt and cost. @throws 503 `busy` while too many wait */
export function hashPassword(password: string): Promise<string> {
  return turns().run("anybody", async () => {
    await letStopsGoFirst();
    return hash(prepared(password), passwordCost);
  });
}

function hashOfNothing(): Promise<string> {
  return processWide("hash-of-nothing", () => hash(crypto.randomUUID(), passwordCost));
}

/**
 * Takes as long where there is no account or no password as where there is one, so that time does not tell them apart.
 * @throws 503 `busy` while too many wait
 */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const matches = await turns().run("anybody", async () => {
    await letStopsGoFirst();
    return verify(passwordHash ?? (await hashOfNothing()), prepared(password));
  });
  return matches && passwordHash != null;
}
