import { db, pool } from "@/lib/platform/db/client";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { NotFoundError } from "@/lib/platform/errors";
import { actorNames } from "./actor-names";
import type { AuditCheckpointPage, AuditEntry, AuditEntryDetail, AuditPage, AuditQuery } from "./audit.schemas";
import { toBase64, toHex } from "./bytes.rules";
import { auditEvents } from "./audit-events.rules";
import { entrySorts } from "./entry-sorts.rules";

/** A search for words reads this many entries at most before it answers with what it has, and where to go on. */
const searchWindow = 20_000;

export interface EntryRow {
  seq: string;
  entry_id: string;
  at: Date;
  event: string;
  actor_type: string;
  actor_id: string;
  subject_type: string;
  subject_id: string;
  leaf: Buffer;
  leaf_hash: Buffer;
}

interface Leaf {
  facts: Record<string, unknown>;
  commitment?: string;
}

/** Builds `column = $n` conditions with their values. */
class Conditions {
  readonly values: unknown[] = [];
  readonly parts: string[] = [];

  add(value: unknown, condition: (placeholder: string) => string): void {
    if (value === undefined) return;
    this.values.push(value);
    this.parts.push(condition(`$${this.values.length}`));
  }
}

function eventsOf(filter: string | undefined): string[] | undefined {
  if (filter === undefined || filter.includes(".")) return filter === undefined ? undefined : [filter];
  return auditEvents.filter((event) => event.startsWith(`${filter}.`));
}

/** Entries of a workspace that match all filters, by their numbers: from the newest down, or from the first up. */
export async function searchEntries(workspaceId: string, query: AuditQuery): Promise<AuditPage> {
  const last = decodeCursor(query.cursor, ["integer"])?.[0];
  const isUpwards = entrySorts.of(query.sort).direction === "ascending";
  const [way, beyond, edge] = isUpwards ? ["ASC", ">", "max"] : ["DESC", "<", "min"];
  const conditions = new Conditions();
  conditions.add(workspaceId, (value) => `workspace_id = ${value}`);
  conditions.add(eventsOf(query.event), (value) => `event = ANY(${value}::text[])`);
  conditions.add(query.actor, (value) => `actor_id = ${value}`);
  conditions.add(query.subject, (value) => `subject_id = ${value}`);
  conditions.add(query.from, (value) => `at >= ${value}`);
  conditions.add(query.to, (value) => `at < ${value}`);
  conditions.add(last, (value) => `seq ${beyond} ${value}`);

  const columns = "seq, entry_id, at, event, actor_type, actor_id, subject_type, subject_id, leaf, leaf_hash";
  const window = query.q === undefined ? query.limit + 1 : searchWindow;
  const candidates = `SELECT ${columns} FROM audit_entries WHERE ${conditions.parts.join(" AND ")} ORDER BY seq ${way} LIMIT ${window}`;
  let text = candidates;
  const values = [...conditions.values];
  if (query.q !== undefined) {
    values.push(query.q.toLowerCase(), query.limit + 1);
    // The window's last number tells where a further search goes on, also when nothing in it matched.
    text = `WITH candidates AS (${candidates}), edge AS (SELECT ${edge}(seq) AS reached, count(*) AS looked_at FROM candidates)
      SELECT edge.reached, edge.looked_at, matched.* FROM edge LEFT JOIN LATERAL (
        SELECT * FROM candidates WHERE strpos(lower(convert_from(leaf, 'UTF8')), $${values.length - 1}) > 0
        ORDER BY seq ${way} LIMIT $${values.length}
      ) matched ON true ORDER BY matched.seq ${way}`;
  }
  const [{ rows }, log] = await Promise.all([
    pool().query<EntryRow & { reached?: string | null; looked_at?: string }>(text, values),
    logSize(workspaceId),
  ]);

  const matched = rows.filter((row) => row.seq !== null);
  const items = matched.slice(0, query.limit);
  const isWindowFull = query.q !== undefined && Number(rows[0]?.looked_at ?? 0) === searchWindow;
  const reached = isWindowFull ? Number(rows[0]?.reached) : null;
  const nextFrom = matched.length > query.limit ? Number(items.at(-1)?.seq) : reached;
  return {
    items: await entriesOf(workspaceId, items, log.signed),
    nextCursor: nextFrom === null ? null : encodeCursor([nextFrom]),
    size: log.size,
    searchedTo: query.q === undefined ? null : (nextFrom ?? (isUpwards ? Math.max(0, log.size - 1) : 0)),
  };
}

/** Shapes rows as the contract has them. */
async function entriesOf(workspaceId: string, rows: readonly EntryRow[], signed: number): Promise<AuditEntry[]> {
  const names = await actorNames(
    workspaceId,
    rows.map((row) => row.actor_id),
  );
  return rows.map((row) => {
    const leaf = JSON.parse(row.leaf.toString()) as Leaf;
    return {
      seq: Number(row.seq),
      id: row.entry_id,
      at: row.at.toISOString(),
      event: row.event,
      actor: { type: row.actor_type, id: row.actor_id, name: names.get(row.actor_id) ?? null },
      subject: { type: row.subject_type, id: row.subject_id },
      facts: leaf.facts,
      commitment: leaf.commitment ?? null,
      leafHash: toHex(row.leaf_hash),
      signed: Number(row.seq) < signed,
    };
  });
}

/** How many entries the log has, and how many of them a checkpoint covers. */
export async function logSize(workspaceId: string): Promise<{ size: number; signed: number }> {
  const [head, checkpoint] = await Promise.all([
    db().auditHead.findUnique({ where: { workspaceId } }),
    db().auditCheckpoint.findFirst({ where: { workspaceId }, orderBy: { size: "desc" }, select: { size: true } }),
  ]);
  return { size: Number(head?.size ?? 0), signed: Number(checkpoint?.size ?? 0) };
}

/** @throws 404 where the log has no such entry */
async function rowOf(workspaceId: string, seq: number): Promise<EntryRow> {
  const { rows } = await pool().query<EntryRow>({
    name: "audit.entry",
    text: "SELECT * FROM audit_entries WHERE workspace_id = $1 AND seq = $2",
    values: [workspaceId, seq],
  });
  if (rows[0] === undefined) throw new NotFoundError("This entry");
  return rows[0];
}

/** One entry, with the texts kept outside the log unless they were erased. */
export async function getEntry(workspaceId: string, seq: number): Promise<AuditEntryDetail> {
  const row = await rowOf(workspaceId, seq);
  const [{ signed }, secret] = await Promise.all([
    logSize(workspaceId),
    db().auditPrivate.findUnique({ where: { workspaceId_entryId: { workspaceId, entryId: row.entry_id } } }),
  ]);
  const [entry] = await entriesOf(workspaceId, [row], signed);
  if (entry === undefined) throw new NotFoundError("This entry");
  const isObject = typeof secret?.body === "object" && secret.body !== null && !Array.isArray(secret.body);
  return {
    ...entry,
    private: secret && isObject ? { salt: toBase64(secret.salt), body: secret.body as Record<string, unknown> } : null,
  };
}

/** The exact bytes that are in the tree. */
export async function leafOf(workspaceId: string, seq: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array((await rowOf(workspaceId, seq)).leaf);
}

/** Signed checkpoints, newest first. */
export async function listCheckpoints(
  workspaceId: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<AuditCheckpointPage> {
  const before = decodeCursor(query.cursor, ["integer"])?.[0];
  const [rows, log] = await Promise.all([
    db().auditCheckpoint.findMany({
      where: { workspaceId, ...(before === undefined ? {} : { size: { lt: BigInt(before) } }) },
      orderBy: { size: "desc" },
      take: query.limit + 1,
    }),
    logSize(workspaceId),
  ]);
  const items = rows.slice(0, query.limit);
  return {
    items: items.map(({ size, rootHash, note, at }) => ({
      size: Number(size),
      root: toHex(rootHash),
      note,
      at: at.toISOString(),
    })),
    nextCursor: rows.length > query.limit ? encodeCursor([Number(items.at(-1)?.size)]) : null,
    entries: log.size,
  };
}
