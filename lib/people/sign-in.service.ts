import { db } from "@/lib/platform/db/client";
import { isRefusedPassword } from "./demo-password.service";
import { verifyPassword } from "./password.service";
import { emailKey } from "./people.rules";
import { countAttempt, forgiveAttempt } from "./sign-in-limit.service";

/** @returns the person's id, or undefined where e-mail and password do not belong together. @throws LockedOutError */
export async function checkPassword(email: string, password: string, address: string): Promise<string | undefined> {
  const attempt = { email: emailKey(email), address };
  await countAttempt(attempt);
  const person = await db().person.findUnique({ where: { email: attempt.email }, select: { id: true, passwordHash: true } });
  const matches = await verifyPassword(person?.passwordHash, password);
  // Asked last, so that a refused password takes as long as a wrong one, and counts like one.
  if (!matches || !person || isRefusedPassword(password)) return undefined;
  await forgiveAttempt(attempt);
  return person.id;
}
