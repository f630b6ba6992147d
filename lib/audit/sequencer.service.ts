import { pool } from "@/lib/platform/db/client";
import type { WorkspaceEvent } from "@/lib/platform/events/bus";
import { notificationChannel, packEvents } from "@/lib/platform/events/notification";
import { appendLeaves, coverRange } from "./merkle.rules";
import { serverHasher } from "./server-hasher";
import { loadOwnedNodes, storeNodes } from "./tree-store";
import type { Queryable } from "./tree-store";

/** Advisory lock that lets one sequencer at a time into the log, whatever the number of instances. */
export const sequencerLock = 7_215_001;

/** Entries numbered in one transaction at most. */
export const batchLimit = 4_096;

/** A log that cannot be continued, as what is stored of it is incomplete. The others can. */
export class DamagedLog extends Error {
  override name = "DamagedLog";

  constructor(
    readonly workspaceId: string,
    reason: string,
  ) {
    super(reason);
  }
}

// Moves the oldest waiting entries into the log: numbered contiguously per workspace, with SHA-256(0x00 || leaf). Runs under the
// sequencer's lock, taken in an earlier statement, so that it sees all that the sequencer before it has done.
const numberEntries = `
  WITH batch AS (
    DELETE FROM audit_staged
    WHERE id IN (SELECT id FROM audit_staged WHERE workspace_id <> ALL ($2::text[]) ORDER BY id LIMIT $1)
    RETURNING *
  ), numbered AS (
    SELECT b.*, coalesce(h.size, 0) + row_number() OVER (PARTITION BY b.workspace_id ORDER BY b.id) - 1 AS seq
    FROM batch b LEFT JOIN audit_heads h ON h.workspace_id = b.workspace_id
  )
  INSERT INTO audit_entries AS e (workspace_id, seq, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf, leaf_hash)
  SELECT workspace_id, seq, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf, sha256('\\x00'::bytea || leaf)
  FROM numbered ORDER BY workspace_id, seq
  RETURNING e.workspace_id, e.seq, e.leaf_hash, e.event, e.subject_id,
    CASE WHEN e.actor_type = 'agent' THEN e.actor_id ELSE convert_from(e.leaf, 'UTF8')::jsonb #>> '{facts,agentId}' END AS agent_id`;

interface NumberedRow {
  workspace_id: string;
  seq: string;
  leaf_hash: Buffer;
  event: string;
  subject_id: string;
  agent_id: string | null;
}

/** Runs work in a transaction under the sequencer's lock; "busy" if another sequencer holds it. */
export async function underSequencerLock<T>(work: (db: Queryable) => Promise<T>): Promise<T | "busy"> {
  const client = await pool().connect();
  let isBroken = false;
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS locked", [sequencerLock]);
    const result = rows[0]?.locked === true ? await work(client) : "busy";
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}

/**
 * Takes waiting entries into the log: numbers, leaf hashes and the tree's newly complete nodes, all or nothing. This is also the
 * only place that sends NOTIFY, as its commit is the only one that may wait for the lock that takes.
 *
 * @param except workspaces whose entries are left waiting
 * @returns how many entries were taken in, or "busy" if another sequencer is at it
 * @throws DamagedLog
 */
export async function sequenceBatch(limit = batchLimit, except: readonly string[] = []): Promise<number | "busy"> {
  return underSequencerLock(async (db) => {
    const { rows } = await db.query<NumberedRow>({ name: "audit.number", text: numberEntries, values: [limit, except] });
    if (rows.length === 0) return 0;
    await growTrees(db, rows);
    for (const payload of packEvents(rows.map(eventOf))) await db.query("SELECT pg_notify($1, $2)", [notificationChannel, payload]);
    return rows.length;
  });
}

function eventOf({ workspace_id, event, subject_id, agent_id }: NumberedRow): WorkspaceEvent {
  return { workspaceId: workspace_id, event, subjectId: subject_id, ...(agent_id === null ? {} : { agentId: agent_id }) };
}

async function growTrees(db: Queryable, rows: readonly NumberedRow[]): Promise<void> {
  const byWorkspace = new Map<string, NumberedRow[]>();
  for (const row of rows) {
    const known = byWorkspace.get(row.workspace_id);
    if (known) known.push(row);
    else byWorkspace.set(row.workspace_id, [row]);
  }
  const logs = [...byWorkspace].map(([workspaceId, added]) => {
    const sorted = added.toSorted((a, b) => Number(a.seq) - Number(b.seq));
    const size = Number(sorted[0]?.seq);
    return { workspaceId, size, leafHashes: sorted.map((row) => new Uint8Array(row.leaf_hash)), edge: coverRange(0, size) };
  });
  const read = await loadOwnedNodes(db, logs.flatMap(({ workspaceId, edge }) => edge.map((node) => ({ ...node, workspaceId }))));
  const grown = logs.map(({ workspaceId, size, leafHashes, edge }) => {
    const peaks = edge.map((node) => {
      const hash = read({ ...node, workspaceId });
      if (hash === undefined) throw new DamagedLog(workspaceId, `The log lacks node ${node.level}/${node.index}, of entries it has taken in`);
      return hash;
    });
    return { workspaceId, ...appendLeaves({ size, peaks }, leafHashes, serverHasher) };
  });
  await storeNodes(db, grown.flatMap(({ workspaceId, nodes }) => nodes.map((node) => ({ ...node, workspaceId }))));
  await db.query({
    name: "audit.heads",
    text: `INSERT INTO audit_heads (workspace_id, size) SELECT * FROM unnest($1::text[], $2::bigint[])
      ON CONFLICT (workspace_id) DO UPDATE SET size = EXCLUDED.size`,
    values: [grown.map((log) => log.workspaceId), grown.map((log) => log.range.size)],
  });
}
