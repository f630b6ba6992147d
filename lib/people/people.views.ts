import type { Page } from "@/lib/platform/common.schemas";
import { db, Prisma } from "@/lib/platform/db/client";
import { anyHolds, inOrderOf, orderedIds, type OrderedBy, pageFrom } from "@/lib/platform/db/ordered-list";
import { NotFoundError } from "@/lib/platform/errors";
import type { Role } from "@/lib/platform/permissions.rules";
import { providerOfSource } from "./people.rules";
import type { Person, PersonQuery, TeamRef } from "./people.schemas";
import { personSorts } from "./person-sorts.rules";

type Row = Prisma.MembershipGetPayload<{ include: { person: true } }>;

interface Presence {
  lastSeenAt: Date | null;
  openSessions: number;
}

async function presenceOf(personIds: string[]): Promise<Map<string, Presence>> {
  const now = new Date();
  const seen = await db().session.groupBy({
    by: ["personId"],
    where: { personId: { in: personIds } },
    _max: { lastSeenAt: true },
  });
  const open = await db().session.groupBy({
    by: ["personId"],
    where: { personId: { in: personIds }, revokedAt: null, expiresAt: { gt: now } },
    _count: true,
  });
  const counts = new Map(open.map((o) => [o.personId, o._count]));
  return new Map(
    seen.map((s) => [s.personId, { lastSeenAt: s._max.lastSeenAt, openSessions: counts.get(s.personId) ?? 0 }]),
  );
}

/** The teams of several people in one workspace, by person. */
export async function teamsOf(workspaceId: string, personIds: string[]): Promise<Map<string, TeamRef[]>> {
  const rows = await db().teamMember.findMany({
    where: { workspaceId, personId: { in: personIds } },
    select: { personId: true, team: { select: { id: true, name: true } } },
    orderBy: { team: { name: "asc" } },
  });
  const teams = new Map<string, TeamRef[]>();
  for (const { personId, team } of rows) teams.set(personId, [...(teams.get(personId) ?? []), team]);
  return teams;
}

async function asPeople(workspaceId: string, rows: Row[]): Promise<Person[]> {
  const ids = rows.map((r) => r.personId);
  const [presence, teams] = await Promise.all([presenceOf(ids), teamsOf(workspaceId, ids)]);
  return rows.map((row) => ({
    id: row.personId,
    name: row.person.name,
    email: row.person.email,
    role: row.role as Role,
    roleFrom: providerOfSource(row.source),
    status: row.deactivatedAt ? "deactivated" : "active",
    teams: teams.get(row.personId) ?? [],
    joinedAt: row.createdAt.toISOString(),
    lastSeenAt: presence.get(row.personId)?.lastSeenAt?.toISOString() ?? null,
    openSessions: presence.get(row.personId)?.openSessions ?? 0,
  }));
}

/** All members of the workspace are put in order: a thousand at most. */
const orders = {
  name: { value: Prisma.sql`lower(p.name)`, holds: "text" },
  role: { value: Prisma.sql`m.role`, holds: "text" },
  status: {
    value: Prisma.sql`(CASE WHEN m.deactivated_at IS NULL THEN 'active' ELSE 'deactivated' END)`,
    holds: "text",
  },
  seen: { value: Prisma.sql`s.seen`, holds: "time", optional: true },
} as const satisfies Record<string, OrderedBy>;

/** The members, with what an order looks at beside them. */
function membersBeside(workspaceId: string, column: keyof typeof orders): Prisma.Sql {
  const members = Prisma.sql`memberships m JOIN people p ON p.id = m.person_id`;
  if (column !== "seen") return members;
  return Prisma.sql`${members} LEFT JOIN (
    SELECT person_id, max(last_seen_at) AS seen FROM sessions
    WHERE person_id IN (SELECT person_id FROM memberships WHERE workspace_id = ${workspaceId}) GROUP BY person_id
  ) s ON s.person_id = m.person_id`;
}

/** The members of a workspace in the order asked for, by name by default. @throws 400 for a cursor of another list or order */
export async function listPeople(workspaceId: string, query: PersonQuery): Promise<Page<Person>> {
  const sort = personSorts.of(query.sort);
  const where = [Prisma.sql`m.workspace_id = ${workspaceId}`];
  if (query.role) where.push(Prisma.sql`m.role = ${query.role}`);
  if (query.status)
    where.push(
      query.status === "active" ? Prisma.sql`m.deactivated_at IS NULL` : Prisma.sql`m.deactivated_at IS NOT NULL`,
    );
  if (query.q) where.push(anyHolds([Prisma.sql`p.name`, Prisma.sql`p.email`], query.q));
  if (query.teamId)
    where.push(
      Prisma.sql`m.person_id IN (SELECT t.person_id FROM team_members t WHERE t.workspace_id = ${workspaceId} AND t.team_id = ${query.teamId})`,
    );
  const source = { from: membersBeside(workspaceId, sort.columnId), id: Prisma.sql`m.person_id`, where };
  const { ids, nextCursor } = pageFrom(await orderedIds(source, orders, sort, query), query.limit);
  const rows = await db().membership.findMany({
    where: { workspaceId, personId: { in: ids } },
    include: { person: true },
  });
  return {
    items: await asPeople(
      workspaceId,
      inOrderOf(ids, rows, ({ personId }) => personId),
    ),
    nextCursor,
  };
}

/** @throws 404 for anybody who is no member here. */
export async function getPerson(workspaceId: string, personId: string): Promise<Person> {
  const row = await db().membership.findUnique({
    where: { workspaceId_personId: { workspaceId, personId } },
    include: { person: true },
  });
  const [person] = row ? await asPeople(workspaceId, [row]) : [];
  if (!person) throw new NotFoundError("This person");
  return person;
}
