import { pool } from "@/lib/platform/db/client";

/** What came in about the actions of one kind of agent. */
export interface Reported {
  kind: string;
  done: number;
  failed: number;
  /** Nobody decided in time. */
  expired: number;
}

/** What is held of one kind, now. */
export interface HeldOfKind {
  kind: string;
  held: number;
  /** Claimed by nobody and not approved yet. */
  needs_someone: number;
  oldest: Date;
  /** Of those that nobody has approved yet. */
  next_deadline: Date | null;
}

const reportedQuery = `SELECT kind, sum(done)::int AS done, sum(failed)::int AS failed, sum(expired)::int AS expired FROM (
    SELECT a.kind, count(*) FILTER (WHERE o.status <> 'failed') AS done, count(*) FILTER (WHERE o.status = 'failed') AS failed, 0 AS expired
      FROM outcomes o JOIN actions a ON a.id = o.action_id WHERE o.workspace_id = $1 AND o.at >= $2 AND o.at < $3 GROUP BY a.kind
    UNION ALL
    SELECT a.kind, 0, 0, count(*) FROM decisions d JOIN actions a ON a.id = d.action_id
      WHERE d.workspace_id = $1 AND d.at >= $2 AND d.at < $3 AND d.outcome = 'expire' GROUP BY a.kind
  ) AS parts GROUP BY kind`;

const heldQuery = `SELECT kind, count(*)::int AS held,
    count(*) FILTER (WHERE settling_id IS NULL AND (claimed_by_id IS NULL OR claim_expires_at <= now()))::int AS needs_someone,
    min(created_at) AS oldest, min(expires_at) FILTER (WHERE settling_id IS NULL) AS next_deadline
  FROM actions WHERE workspace_id = $1 AND status = 'pending' GROUP BY kind`;

/** What was reported, and what expired, from a moment to before another, by kind: counted when it happened, whenever it was asked. */
export async function reported(workspaceId: string, from: Date, to: Date): Promise<Reported[]> {
  return (await pool().query<Reported>(reportedQuery, [workspaceId, from, to])).rows;
}

/** What waits for people now, by kind; a kind with nothing held is missing. */
export async function held(workspaceId: string): Promise<HeldOfKind[]> {
  return (await pool().query<HeldOfKind>(heldQuery, [workspaceId])).rows;
}
