import { recordEntry } from "@/lib/audit/audit.service";
import type { EntrySubject } from "@/lib/audit/entry.rules";
import { db, type Tx } from "@/lib/platform/db/client";
import { transaction, underEpoch } from "@/lib/platform/db/transactions";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { type AlarmKind, gravityOf, isSameEpisode, isToBeNoted } from "./alarm.rules";
import type { Alarm } from "./alarm.schemas";
import { getAlarm } from "./alarm.views";

export interface Fault {
  workspaceId: string;
  kind: AlarmKind;
  subject: EntrySubject;
  /** Makes one plain sentence for whoever is on duty. It is only asked for where an episode may begin. */
  detail: () => string | Promise<string>;
  /** What the log keeps of it. */
  facts: Record<string, unknown>;
}

const lastOf = (tx: Pick<Tx, "alarm">, { workspaceId, kind, subject }: Fault) =>
  tx.alarm.findFirst({
    where: { workspaceId, kind, subjectId: subject.id },
    orderBy: { raisedAt: "desc" },
    select: { id: true, metAt: true, acknowledgedAt: true },
  });

/** What this process is raising now: a flood that meets its fault from all sides at once must not take every connection to say so. */
const raising = () => processWide("alarms-raising", () => new Set<string>());

/**
 * Raises an alarm: a row that stands on every screen until it is acknowledged, an entry `alarm.raised`, and a line of the server's log.
 * One episode raises it once, however often its fault is met.
 *
 * @returns whether it is new; false also where it is being raised just now
 */
export async function raiseAlarm(fault: Fault): Promise<boolean> {
  const key = `${fault.kind} ${fault.subject.id}`;
  if (raising().has(key)) return false;
  raising().add(key);
  try {
    return await raise(fault);
  } finally {
    raising().delete(key);
  }
}

async function raise(fault: Fault): Promise<boolean> {
  const { workspaceId, kind, subject, detail, facts } = fault;
  const now = new Date();
  // A flood meets its fault many times a second: of a known episode only a row is read.
  const known = await lastOf(db(), fault);
  if (known && isSameEpisode(kind, known, now) && !isToBeNoted(known, now)) return false;
  const told = await detail();
  const isNew = await transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`alarm ${kind} ${subject.id}`}, 7215002))`;
    const last = await lastOf(tx, fault);
    if (last && isSameEpisode(kind, last, now)) {
      await tx.alarm.update({ where: { id: last.id }, data: { metAt: now } });
      return false;
    }
    const id = newId("alarm");
    await tx.alarm.create({
      data: {
        id,
        workspaceId,
        kind,
        gravity: gravityOf[kind],
        subjectType: subject.type,
        subjectId: subject.id,
        detail: told,
        raisedAt: now,
        metAt: now,
      },
    });
    await recordEntry(tx, {
      workspaceId,
      at: now,
      actor: { type: "system", id: "alarms" },
      event: "alarm.raised",
      subject,
      facts: { alarm: kind, alarmId: id, ...facts },
    });
    return true;
  });
  if (isNew) {
    logger().error({ workspaceId, alarm: kind, subjectId: subject.id, ...facts }, "alarm raised");
  }
  return isNew;
}

/** Says that somebody has taken notice: the alarm leaves every screen. The first to say so counts; whoever says it again gets the alarm as it is. @throws 404 */
export async function acknowledgeAlarm(caller: PersonCaller, id: string): Promise<Alarm> {
  const { workspaceId, personId, personName } = caller;
  await underEpoch(workspaceId, async (tx) => {
    await confirmPermission(tx, caller, "alarm:acknowledge");
    const at = new Date();
    const { count } = await tx.alarm.updateMany({
      where: { id, workspaceId, acknowledgedAt: null },
      data: { acknowledgedAt: at, acknowledgedById: personId, acknowledgedByName: personName },
    });
    if (count === 0) return;
    const { kind, subjectType, subjectId } = await tx.alarm.findUniqueOrThrow({ where: { id } });
    await recordEntry(tx, {
      workspaceId,
      at,
      actor: { type: "person", id: personId },
      event: "alarm.acknowledged",
      subject: { type: subjectType, id: subjectId },
      facts: { alarm: kind, alarmId: id },
    });
  });
  return getAlarm(workspaceId, id);
}
