import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { AlarmKind } from "./alarm.rules";
import type { Alarm, AlarmPage, AlarmQuery } from "./alarm.schemas";

function toAlarm(row: Prisma.AlarmGetPayload<object>): Alarm {
  const { acknowledgedAt, acknowledgedById, acknowledgedByName } = row;
  return {
    id: row.id,
    kind: row.kind as AlarmKind,
    subject: { type: row.subjectType, id: row.subjectId },
    detail: row.detail,
    raisedAt: row.raisedAt.toISOString(),
    lastMetAt: row.metAt.toISOString(),
    acknowledged:
      acknowledgedAt === null
        ? null
        : { by: { id: acknowledgedById ?? "", name: acknowledgedByName ?? "" }, at: acknowledgedAt.toISOString() },
  };
}

function afterAlarm(cursor: string | undefined): Prisma.AlarmWhereInput {
  const after = decodeCursor(cursor, ["smallint", "time", "text"]);
  if (!after) return {};
  const [gravity, raisedAt, id] = [Number(after[0]), new Date(after[1] ?? 0), String(after[2])];
  return {
    OR: [{ gravity: { gt: gravity } }, { gravity, raisedAt: { lt: raisedAt } }, { gravity, raisedAt, id: { lt: id } }],
  };
}

/** Alarms: the gravest first, of one gravity the newest first, and how many stand in all. @throws 400 for a cursor of another list */
export async function listAlarms(workspaceId: string, query: AlarmQuery): Promise<AlarmPage> {
  const acknowledged = query.acknowledged
    ? { acknowledgedAt: query.acknowledged === "false" ? null : { not: null } }
    : {};
  const [rows, standing] = await Promise.all([
    db().alarm.findMany({
      where: { workspaceId, ...acknowledged, ...afterAlarm(query.cursor) },
      orderBy: [{ gravity: "asc" }, { raisedAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
    db().alarm.count({ where: { workspaceId, acknowledgedAt: null } }),
  ]);
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(toAlarm),
    nextCursor: last ? encodeCursor([last.gravity, last.raisedAt.toISOString(), last.id]) : null,
    standing,
  };
}

/** @throws 404 outside the workspace */
export async function getAlarm(workspaceId: string, id: string): Promise<Alarm> {
  const row = await db().alarm.findFirst({ where: { id, workspaceId } });
  if (!row) throw new NotFoundError("This alarm");
  return toAlarm(row);
}
