import { demoIsOff } from "@/lib/platform/env";
import { processWide } from "@/lib/platform/process-wide";
import { verifyPassword } from "./password.service";
import { demoPassword, isDemoPassword } from "./sign-in.rules";

/** Everybody knows this password, so it opens nothing once the demo is off, though the demo's accounts may still be in the database. */
export function isRefusedPassword(password: string): boolean {
  return demoIsOff() && isDemoPassword(password);
}

/** Verifying takes as long as signing in, and a stored hash never changes its answer: each is asked about once. */
function answers(): Map<string, Promise<boolean>> {
  return processWide("demo-password-answers", () => new Map<string, Promise<boolean>>());
}

/**
 * Whether an account stands open to everybody who knows the demo. Its sessions and tokens do not count while the demo is off, since
 * anybody may have made them; they are not ended, so that the demo goes on where it stopped. Whoever gave such an account a password of
 * its own keeps it, and what was made with it.
 */
export async function isOpenToEverybody(passwordHash: string | null): Promise<boolean> {
  if (!demoIsOff() || passwordHash === null) return false;
  const known = answers().get(passwordHash);
  if (known) return known;
  const asked = verifyPassword(passwordHash, demoPassword);
  answers().set(passwordHash, asked);
  asked.catch(() => answers().delete(passwordHash));
  return asked;
}
