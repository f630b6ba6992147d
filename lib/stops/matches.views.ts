import { Prisma } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { nameKey } from "@/lib/platform/name-key.rules";
import { keysOfStop } from "@/lib/scopes/scope-keys.rules";
import type { StopScopeType } from "@/lib/scopes/stop.rules";
import type { StopMatches } from "./matches.rules";

/** How many names are given at most. */
const shownNames = 10;
/** Counting must not keep whoever pulled a stop waiting for the answer, nor take from the database what the next stop needs. */
const countTimeoutMs = 500;

export interface NamedScope {
  type: StopScopeType;
  id: string | null;
}

/** SQL conditions for what a scope covers, on agents `g`, runs `r` (of an agent `g`), and actions `a`. */
interface Conditions {
  agents: Prisma.Sql;
  runs: Prisma.Sql;
  actions: Prisma.Sql;
}

const none = Prisma.sql`false`;
const all = Prisma.sql`true`;

function conditionsOf({ type, id }: NamedScope): Conditions {
  switch (type) {
    case "workspace":
      return { agents: all, runs: all, actions: all };
    case "agent": {
      const agents = Prisma.sql`(g.id = ${id} OR ${id} = ANY (g.ancestor_ids))`;
      return {
        agents,
        runs: agents,
        actions: Prisma.sql`a.agent_id IN (SELECT g.id FROM agents g WHERE g.workspace_id = a.workspace_id AND ${agents})`,
      };
    }
    case "run": {
      const runs = Prisma.sql`(r.id = ${id} OR ${id} = ANY (r.ancestor_ids))`;
      return {
        agents: none,
        runs,
        actions: Prisma.sql`a.run_id IN (SELECT r.id FROM runs r WHERE r.workspace_id = a.workspace_id AND ${runs})`,
      };
    }
    case "kind":
    case "action":
    case "resource": {
      const keys = keysOfStop(type, id);
      // A kind is in the form that it is compared in: no agent is registered with another.
      const agents = type === "kind" ? Prisma.sql`g.kind = ${nameKey(id ?? "")}` : none;
      return {
        agents,
        runs: agents,
        actions: Prisma.sql`stop_covers(${type}, ${id}, ${keys}, '{}', '{}', a.name_keys)`,
      };
    }
  }
}

interface Counted {
  agents: number;
  runs: number;
  pending: number;
  permits: number;
  resources: string[] | null;
  types: { name: string; resourceType: string | null }[] | null;
}

/** Which entries of the catalog a stop of a name is about: those so called, or those whose actions are done to such a resource. */
function typesMeant({ type, id }: NamedScope, types: NonNullable<Counted["types"]>): string[] {
  if (id === null) return [];
  if (type === "action") return types.filter(({ name }) => nameKey(name) === nameKey(id)).map(({ name }) => name);
  if (type !== "resource") return [];
  const keys = keysOfStop(type, id);
  return types
    .filter(({ resourceType }) => resourceType !== null && keys.includes(`some ${nameKey(resourceType)}`))
    .map(({ name }) => name);
}

/**
 * What a stop of this scope holds at this moment: agents it stops altogether (of a run, those whose run it is; of an action type or a
 * resource, those with something in it), open runs, actions that wait, and permits not used.
 * @throws where the database does not count in time
 */
export async function readMatches(workspaceId: string, scope: NamedScope): Promise<StopMatches> {
  const where = conditionsOf(scope);
  const [row] = await transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(countTimeoutMs)}, true)`;
    return tx.$queryRaw<Counted[]>`
      WITH whole AS (SELECT g.id FROM agents g WHERE g.workspace_id = ${workspaceId} AND g.status <> 'retired' AND ${where.agents}),
      open_runs AS (
        SELECT r.id, r.agent_id FROM runs r JOIN agents g ON g.id = r.agent_id
        WHERE r.workspace_id = ${workspaceId} AND r.ended_at IS NULL AND r.expires_at > clock_timestamp() AND ${where.runs}
      ),
      waiting AS (SELECT a.agent_id, a.run_id, a.resource_type, a.resource_id FROM actions a WHERE a.workspace_id = ${workspaceId} AND a.status = 'pending' AND ${where.actions}),
      unused AS MATERIALIZED (
        SELECT action_id FROM permits WHERE workspace_id = ${workspaceId} AND consumed_at IS NULL AND withdrawn_at IS NULL AND expires_at > clock_timestamp()
      ),
      -- From the permits to their actions, never through all actions there ever were: OFFSET 0 keeps the planner from turning it round.
      permitted AS (
        SELECT a.agent_id, a.run_id, a.resource_type, a.resource_id FROM unused
        CROSS JOIN LATERAL (SELECT a.* FROM actions a WHERE a.id = unused.action_id AND ${where.actions} OFFSET 0) AS a
      ),
      live AS (SELECT * FROM waiting UNION ALL SELECT * FROM permitted)
      SELECT
        (SELECT count(*)::int FROM (SELECT id FROM whole UNION SELECT agent_id FROM open_runs UNION SELECT agent_id FROM live) AS who) AS agents,
        (SELECT count(*)::int FROM (SELECT id FROM open_runs UNION SELECT run_id FROM live WHERE run_id IS NOT NULL) AS which) AS runs,
        (SELECT count(*)::int FROM waiting) AS pending,
        (SELECT count(*)::int FROM permitted) AS permits,
        (SELECT json_agg(named) FROM (
          SELECT DISTINCT resource_type || ':' || resource_id AS named FROM live WHERE ${scope.type === "resource"} AND resource_id IS NOT NULL ORDER BY 1 LIMIT ${shownNames}
        ) AS some_resources) AS resources,
        (SELECT json_agg(json_build_object('name', t.name, 'resourceType', t.resource_type) ORDER BY t.name) FROM action_types t
          WHERE t.workspace_id = ${workspaceId} AND ${scope.type === "action" || scope.type === "resource"}) AS types`;
  });
  if (!row) throw new Error("nothing was counted");
  const { agents, runs, pending, permits, resources, types } = row;
  return {
    agents,
    runs,
    pending,
    permits,
    actionTypes: typesMeant(scope, types ?? []).slice(0, shownNames),
    resources: resources ?? [],
  };
}
