import { db } from "@/lib/platform/db/client";
import { verifyPassword } from "./password.service";
import { emailKey } from "./people.rules";
import { countAttempt, forgiveAttempt } from "./sign-in-limit.service";

/** @returns the person's id, or undefined where e-mail and password do not belong together. @throws LockedOutError */
export async function checkPassword(email: string, password: string, address: string): Promise<string | undefined> {
  const attempt = { email: emailKey(email), address };
  await countAttempt(attempt);
  const person = await db().person.findUnique({ where: { email: attempt.email }, select: { id: true, passwordHash: true } });
  if (!(await verifyPassword(person?.passwordHash, password)) || !person) return undefined;
  await forgiveAttempt(attempt);
  return person.id;
}
