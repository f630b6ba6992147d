import { agentNames } from "@/lib/directory/agent-names.views";
import { memberNames } from "@/lib/directory/team-names.views";

/** Names, as they are today, of the people and agents of a workspace among these ids. The log itself holds ids only. */
export async function actorNames(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const [people, agents] = await Promise.all([
    memberNames(
      workspaceId,
      ids.filter((id) => id.startsWith("per_")),
    ),
    agentNames(
      workspaceId,
      ids.filter((id) => id.startsWith("agt_")),
    ),
  ]);
  return new Map([...people, ...[...agents].map(([id, { name }]) => [id, name] as const)]);
}
