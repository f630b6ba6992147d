import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { AlarmKind } from "./alarm.rules";
import type { Alarm, AlarmQuery } from "./alarm.schemas";

function toAlarm(row: Prisma.AlarmGetPayload<object>): Alarm {
  const { acknowledgedAt, acknowledgedById, acknowledgedByName } = row;
  return {
    id: row.id,
    kind: row.kind as AlarmKind,
    subject: { type: row.subjectType, id: row.subjectId },
    detail: row.detail,
    raisedAt: row.raisedAt.toISOString(),
    lastMetAt: row.metAt.toISOString(),
    acknowledged: acknowledgedAt === null ? null : { by: { id: acknowledgedById ?? "", name: acknowledgedByName ?? "" }, at: acknowledgedAt.toISOString() },
  };
}

/** Alarms, newest first. @throws 400 for a cursor of another list */
export async function listAlarms(workspaceId: string, query: AlarmQuery): Promise<Page<Alarm>> {
  const after = decodeCursor(query.cursor, ["time", "text"]);
  const rows = await db().alarm.findMany({
    where: {
      workspaceId,
      ...(query.acknowledged ? { acknowledgedAt: query.acknowledged === "false" ? null : { not: null } } : {}),
      ...(after ? { OR: [{ raisedAt: { lt: new Date(after[0] ?? 0) } }, { raisedAt: new Date(after[0] ?? 0), id: { lt: String(after[1]) } }] } : {}),
    },
    orderBy: [{ raisedAt: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: shown.map(toAlarm), nextCursor: last ? encodeCursor([last.raisedAt.toISOString(), last.id]) : null };
}

/** @throws 404 outside the workspace */
export async function getAlarm(workspaceId: string, id: string): Promise<Alarm> {
  const row = await db().alarm.findFirst({ where: { id, workspaceId } });
  if (!row) throw new NotFoundError("This alarm");
  return toAlarm(row);
}
