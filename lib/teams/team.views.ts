import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { Team, TeamQuery } from "./team.schemas";

type Row = Prisma.TeamGetPayload<{ include: { members: true } }>;

async function asTeams(rows: Row[]): Promise<Team[]> {
  const ids = [...new Set(rows.flatMap((t) => t.members.map((m) => m.personId)))];
  const people = await db().person.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
  return rows.map((team) => {
    const members = new Set(team.members.map((m) => m.personId));
    return {
      id: team.id,
      name: team.name,
      members: people.filter((p) => members.has(p.id)),
      createdAt: team.createdAt.toISOString(),
    };
  });
}

/** The teams of a workspace by name. */
export async function listTeams(workspaceId: string, query: TeamQuery): Promise<Page<Team>> {
  const after = decodeCursor(query.cursor, ["text"]);
  const rows = await db().team.findMany({
    where: { workspaceId, ...(after ? { name: { gt: String(after[0]) } } : {}) },
    include: { members: true },
    orderBy: { name: "asc" },
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: await asTeams(shown), nextCursor: last ? encodeCursor([last.name]) : null };
}

/** @throws 404 */
export async function getTeam(workspaceId: string, id: string): Promise<Team> {
  const row = await db().team.findFirst({ where: { id, workspaceId }, include: { members: true } });
  const [team] = row ? await asTeams([row]) : [];
  if (!team) throw new NotFoundError("This team");
  return team;
}
