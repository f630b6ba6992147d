import { emailKey } from "@/lib/people/people.rules";
import { db } from "@/lib/platform/db/client";
import { UnauthenticatedError } from "@/lib/platform/errors";
import { belongsToClosedDemo } from "@/lib/sessions/demo-off.service";
import { isRefusedPassword } from "@/lib/sessions/demo-password.service";
import { verifyPassword } from "@/lib/sessions/password.service";
import { countAttempt, forgiveAttempt } from "@/lib/sessions/sign-in-limit.service";

/** @returns the person's id, or undefined where e-mail and password do not belong together. @throws LockedOutError, 401 `demo_off` */
export async function checkPassword(
  email: string,
  password: string,
  from: { address: string; browser: string | undefined },
): Promise<string | undefined> {
  const attempt = { email: emailKey(email), ...from };
  await countAttempt(attempt);
  const person = await db().person.findUnique({
    where: { email: attempt.email },
    select: { id: true, passwordHash: true },
  });
  const matches = await verifyPassword(person?.passwordHash, password);
  // Asked last, so that a refused password takes as long as a wrong one, and counts like one.
  if (!matches || !person || isRefusedPassword(password)) return undefined;
  if (await belongsToClosedDemo(person.id))
    throw new UnauthenticatedError("demo_off", "This account belongs to the demo, which is off on this installation.");
  await forgiveAttempt(attempt);
  return person.id;
}
