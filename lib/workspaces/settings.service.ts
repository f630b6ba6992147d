import { recordEntry } from "@/lib/audit/audit.service";
import { rezoneBudgets } from "@/lib/budgets/rezone.service";
import { controlChange } from "@/lib/pending/control-change.service";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import type { Settings, SettingsUpdate } from "./settings.schemas";
import { getSettings } from "./settings.views";

/** Changes what is named and really differs; each change is in the entry with what it was before. */
export async function changeSettings(caller: PersonCaller, wanted: SettingsUpdate): Promise<Settings> {
  const { workspaceId } = caller;
  await controlChange(
    workspaceId,
    async (tx) => {
      await confirmPermission(tx, caller, "workspace:manage");
      const before: Record<string, unknown> = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
      const changes = Object.entries(wanted).filter(([key, value]) => value !== undefined && before[key] !== value);
      if (changes.length === 0) return;
      await tx.workspace.update({ where: { id: workspaceId }, data: Object.fromEntries(changes) });
      if (wanted.timeZone !== undefined && wanted.timeZone !== before["timeZone"])
        await rezoneBudgets(tx, workspaceId, wanted.timeZone);
      await recordEntry(tx, {
        workspaceId,
        actor: { type: "person", id: caller.personId },
        event: "settings.changed",
        subject: { type: "workspace", id: workspaceId },
        facts: { changes: Object.fromEntries(changes.map(([key, to]) => [key, { from: before[key], to }])) },
      });
    },
    "people",
  );
  return getSettings(workspaceId);
}
