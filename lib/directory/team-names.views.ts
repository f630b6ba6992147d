import { db } from "@/lib/platform/db/client";

/** Names of teams of one workspace, by id; a team of another is missing. */
export async function teamNames(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db().team.findMany({
    where: { workspaceId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The oldest team the person is a member of in this workspace. */
export async function firstTeamOf(workspaceId: string, personId: string): Promise<string | undefined> {
  const member = await db().teamMember.findFirst({
    where: { workspaceId, personId },
    orderBy: { teamId: "asc" },
    select: { teamId: true },
  });
  return member?.teamId;
}

/** Names of people who are or were members of one workspace, by id. */
export async function memberNames(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db().membership.findMany({
    where: { workspaceId, personId: { in: [...new Set(ids)] } },
    select: { personId: true, person: { select: { name: true } } },
  });
  return new Map(rows.map(({ personId, person }) => [personId, person.name]));
}
