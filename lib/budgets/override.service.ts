import { recordEntries, prepareEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import type { Tx } from "@/lib/platform/db/client";

/** Tells of every budget that reserved something for an action because a person approved it: one entry for each, in the approval's transaction. */
export async function recordOverrides(
  tx: Tx,
  { workspaceId, actionId, by, at }: { workspaceId: string; actionId: string; by: EntryActor; at: Date },
): Promise<void> {
  const overridden = await tx.budgetReservation.findMany({ where: { actionId, overridden: true } });
  if (overridden.length === 0) return;
  await recordEntries(
    tx,
    overridden.map(({ budgetId, amount }) =>
      prepareEntry({
        workspaceId,
        at,
        actor: { type: by.type, id: by.id },
        event: "budget.overridden",
        subject: { type: "budget", id: budgetId },
        facts: { actionId, amount: amount.toFixed() },
      }),
    ),
  );
}
