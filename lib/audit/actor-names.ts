import { db } from "@/lib/platform/db/client";

/** Names, as they are today, of the people and agents of a workspace among these ids. The log itself holds ids only. */
export async function actorNames(workspaceId: string, ids: Iterable<string>): Promise<Map<string, string>> {
  const unique = [...new Set(ids)];
  const people = unique.filter((id) => id.startsWith("per_"));
  const agents = unique.filter((id) => id.startsWith("agt_"));
  const found = await Promise.all([
    people.length === 0
      ? []
      : db().person.findMany({ where: { id: { in: people }, memberships: { some: { workspaceId } } }, select: { id: true, name: true } }),
    agents.length === 0 ? [] : db().agent.findMany({ where: { id: { in: agents }, workspaceId }, select: { id: true, name: true } }),
  ]);
  return new Map(found.flat().map(({ id, name }) => [id, name]));
}
