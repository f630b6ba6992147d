import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";

/** How many reservations one look takes; the next comes at once while there are more. */
const batch = 200;

/**
 * Looks at the reservations whose time has come: what was told of the action's end has ended them already, so these are what a crash or an
 * unused permit left (budget_expire in prisma/sql/functions). Any number of instances may look.
 * @returns how many actions it looked at
 */
export async function expireReservations(now = new Date()): Promise<number> {
  const due = await db().budgetReservation.findMany({
    where: { state: "reserved", expiresAt: { lte: now } },
    orderBy: { expiresAt: "asc" },
    distinct: ["actionId"],
    take: batch,
    select: { actionId: true },
  });
  for (const { actionId } of due) await transaction((tx) => tx.$executeRaw`SELECT budget_expire(${actionId})`);
  return due.length;
}
