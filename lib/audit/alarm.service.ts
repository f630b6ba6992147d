import { transaction } from "@/lib/platform/db/transactions";
import { logger } from "@/lib/platform/logger";
import { recordEntry } from "./audit.service";
import type { EntrySubject } from "./entry.rules";
import { nudgeSequencer } from "./nudge";

export interface Alarm {
  workspaceId: string;
  /** What is wrong, as a name: `decision_contradicts_log`. */
  kind: string;
  subject: EntrySubject;
  facts: Record<string, unknown>;
}

/**
 * Raises an alarm: an entry `alarm.raised` and a line of the server's log. One subject raises an alarm of a kind once, however often the
 * fault is met.
 *
 * @returns whether it is new
 */
export async function raiseAlarm({ workspaceId, kind, subject, facts }: Alarm): Promise<boolean> {
  const isNew = await transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`alarm ${kind} ${subject.id}`}, 7215002))`;
    const [known] = await tx.$queryRaw<{ raised: boolean }[]>`
      SELECT EXISTS (
        SELECT FROM (
          SELECT leaf FROM audit_entries WHERE workspace_id = ${workspaceId} AND subject_id = ${subject.id} AND event = 'alarm.raised'
          UNION ALL SELECT leaf FROM audit_staged WHERE workspace_id = ${workspaceId} AND subject_id = ${subject.id} AND event = 'alarm.raised'
        ) raised WHERE convert_from(leaf, 'UTF8')::json #>> '{facts,alarm}' = ${kind}
      ) AS raised`;
    if (known?.raised === true) return false;
    await recordEntry(tx, { workspaceId, actor: { type: "system", id: "integrity" }, event: "alarm.raised", subject, facts: { alarm: kind, ...facts } });
    return true;
  });
  if (isNew) {
    nudgeSequencer();
    logger().error({ workspaceId, alarm: kind, subjectId: subject.id, ...facts }, "alarm raised");
  }
  return isNew;
}

