import type { Tx } from "@/lib/platform/db/client";
import type { Role } from "@/lib/platform/permissions.rules";
import type { Member } from "./answerable.rules";

/** With the name that tells who it is. */
export interface NamedMember extends Member {
  name: string;
}

interface Row {
  person_id: string;
  name: string;
  email: string;
  role: Role;
  teams: string[];
}

/** The workspace's active members by name, with their roles and teams, as they are in this transaction. */
export async function activeMembers(tx: Tx, workspaceId: string): Promise<NamedMember[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT m.person_id, p.name, p.email, m.role,
      ARRAY(SELECT t.team_id FROM team_members t WHERE t.workspace_id = m.workspace_id AND t.person_id = m.person_id) AS teams
    FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.workspace_id = ${workspaceId} AND m.deactivated_at IS NULL
    ORDER BY p.name, m.person_id`;
  return rows.map((row) => ({
    personId: row.person_id,
    name: row.name,
    email: row.email,
    role: row.role,
    teamIds: row.teams,
  }));
}
