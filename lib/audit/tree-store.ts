import type pg from "pg";
import type { NodeId, NodeReader } from "./merkle.rules";

/** Where queries run: the pool, or one connection inside a transaction. */
export type Queryable = Pick<pg.PoolClient, "query">;

/** A node together with whose tree it is of. */
export interface OwnedNode extends NodeId {
  workspaceId: string;
}

interface Row {
  workspace_id: string;
  level: number;
  index: string;
  hash: Buffer;
}

const readNodes = `
  WITH wanted AS (SELECT * FROM unnest($1::text[], $2::smallint[], $3::bigint[]) AS w (workspace_id, level, index))
  SELECT n.workspace_id, n.level, n.index, n.hash FROM wanted w JOIN audit_nodes n USING (workspace_id, level, index)
  UNION ALL
  SELECT e.workspace_id, 0, e.seq, e.leaf_hash FROM wanted w JOIN audit_entries e ON e.workspace_id = w.workspace_id AND e.seq = w.index
  WHERE w.level = 0`;

function keyOf({ workspaceId, level, index }: OwnedNode): string {
  return `${workspaceId}/${level}/${index}`;
}

/** Reads stored nodes of several trees in one query. Level 0 comes from the entries themselves. */
export async function loadOwnedNodes(
  db: Queryable,
  wanted: readonly OwnedNode[],
): Promise<(node: OwnedNode) => Uint8Array | undefined> {
  if (wanted.length === 0) return () => undefined;
  const { rows } = await db.query<Row>({
    name: "audit.nodes",
    text: readNodes,
    values: [wanted.map((n) => n.workspaceId), wanted.map((n) => n.level), wanted.map((n) => n.index)],
  });
  const found = new Map(rows.map((row) => [`${row.workspace_id}/${row.level}/${row.index}`, new Uint8Array(row.hash)]));
  return (node) => found.get(keyOf(node));
}

/** Reads stored nodes of one tree in one query. */
export async function loadNodes(db: Queryable, workspaceId: string, wanted: readonly NodeId[]): Promise<NodeReader> {
  const read = await loadOwnedNodes(
    db,
    wanted.map((node) => ({ ...node, workspaceId })),
  );
  return (node) => read({ ...node, workspaceId });
}
