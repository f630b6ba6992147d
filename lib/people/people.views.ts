import { db, type Prisma } from "@/lib/platform/db/client";
import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { NotFoundError } from "@/lib/platform/errors";
import { providerOfSource } from "./people.rules";
import type { Person, PersonQuery, TeamRef } from "./people.schemas";
import type { Role } from "./permissions.rules";

type Row = Prisma.MembershipGetPayload<{ include: { person: true } }>;

interface Presence {
  lastSeenAt: Date | null;
  openSessions: number;
}

async function presenceOf(personIds: string[]): Promise<Map<string, Presence>> {
  const now = new Date();
  const seen = await db().session.groupBy({ by: ["personId"], where: { personId: { in: personIds } }, _max: { lastSeenAt: true } });
  const open = await db().session.groupBy({ by: ["personId"], where: { personId: { in: personIds }, revokedAt: null, expiresAt: { gt: now } }, _count: true });
  const counts = new Map(open.map((o) => [o.personId, o._count]));
  return new Map(seen.map((s) => [s.personId, { lastSeenAt: s._max.lastSeenAt, openSessions: counts.get(s.personId) ?? 0 }]));
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

/** The members of a workspace by name. */
export async function listPeople(workspaceId: string, query: PersonQuery): Promise<Page<Person>> {
  const after = decodeCursor(query.cursor, ["text", "text"]);
  const filters: Prisma.MembershipWhereInput[] = [{ workspaceId }];
  if (query.role) filters.push({ role: query.role });
  if (query.status) filters.push({ deactivatedAt: query.status === "active" ? null : { not: null } });
  if (query.q) {
    const contains = { contains: query.q, mode: "insensitive" as const };
    filters.push({ OR: [{ person: { name: contains } }, { person: { email: contains } }] });
  }
  if (query.teamId) {
    const members = await db().teamMember.findMany({ where: { workspaceId, teamId: query.teamId }, select: { personId: true } });
    filters.push({ personId: { in: members.map((m) => m.personId) } });
  }
  if (after) {
    const [name, id] = after.map(String);
    filters.push({ OR: [{ person: { name: { gt: name } } }, { person: { name }, personId: { gt: id } }] });
  }
  const rows = await db().membership.findMany({
    where: { AND: filters },
    include: { person: true },
    orderBy: [{ person: { name: "asc" } }, { personId: "asc" }],
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: await asPeople(workspaceId, shown), nextCursor: last ? encodeCursor([last.person.name, last.personId]) : null };
}

/** @throws 404 for anybody who is no member here. */
export async function getPerson(workspaceId: string, personId: string): Promise<Person> {
  const row = await db().membership.findUnique({ where: { workspaceId_personId: { workspaceId, personId } }, include: { person: true } });
  const [person] = row ? await asPeople(workspaceId, [row]) : [];
  if (!person) throw new NotFoundError("This person");
  return person;
}
