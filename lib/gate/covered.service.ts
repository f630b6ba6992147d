import { createHmac } from "node:crypto";
import { raiseAlarm } from "@/lib/alarms/alarm.service";
import { pool } from "@/lib/platform/db/client";
import { canonicalText } from "./canonical-json.rules";
import { contradictions, voteContradictions, type CoveredDecision, type DecisionLeaf } from "./covered.rules";

interface CoveredRow extends CoveredDecision {
  id: string;
  workspaceId: string;
  /** The bytes of the entry that tells of it; null while there is none. */
  leaf: Buffer | null;
  salt: Buffer | null;
  texts: Record<string, unknown> | null;
}

const kind = "decision_contradicts_log";

/** @param staged whether to look among what waits for its number too: for a decision just made */
function entryOf(events: string, staged: boolean): string {
  const from = (table: string) => `SELECT leaf, entry_id, event FROM ${table} WHERE workspace_id = a.workspace_id AND subject_id = a.id AND event IN (${events})`;
  return staged ? `${from("audit_entries")} UNION ALL ${from("audit_staged")}` : from("audit_entries");
}

const covered = (staged: boolean) => `
  SELECT a.id, a.workspace_id AS "workspaceId", a.status, d.outcome, d.by_type AS "byType", d.by_id AS "byId", d.reason_code AS "reasonCode",
    d.reason_text AS "reasonText", extract(epoch FROM d.at)::float8 * 1000 AS "atMs", p.digest AS "permitDigest", p.epoch::float8 AS "permitEpoch",
    e.leaf, s.salt, s.body AS texts
  FROM actions a LEFT JOIN decisions d ON d.action_id = a.id LEFT JOIN permits p ON p.action_id = a.id
  LEFT JOIN LATERAL (SELECT * FROM (${entryOf("'action.decided', 'action.requested'", staged)}) x ORDER BY event = 'action.decided' DESC LIMIT 1) e ON true
  LEFT JOIN audit_private s ON s.workspace_id = a.workspace_id AND s.entry_id = e.entry_id`;

function differing(row: CoveredRow): string[] {
  if (!row.leaf) return [];
  const leaf = JSON.parse(row.leaf.toString("utf8")) as DecisionLeaf;
  const texts =
    row.salt && row.texts
      ? {
          isCommitted: createHmac("sha256", row.salt).update(canonicalText(row.texts)).digest("hex") === leaf.commitment,
          reason: typeof row.texts.reason === "string" ? row.texts.reason : null,
        }
      : null;
  return contradictions(row, leaf, texts);
}

async function alarm({ id, workspaceId }: { id: string; workspaceId: string }, fields: string[]): Promise<void> {
  const detail = () => `What was decided about ${id} is not what the audit log says: ${fields.join(", ")} ${fields.length === 1 ? "differs" : "differ"}. Somebody has changed the database behind Signalbox.`;
  await raiseAlarm({ workspaceId, kind, subject: { type: "action", id }, detail, facts: { fields } });
}

/**
 * Compares one action's decision and permit, as they are stored, with the entry that was written with them. Where they differ, whoever changed
 * the row did so behind the product: an alarm is raised.
 *
 * @returns what differs; empty when nothing does, or no entry tells of it
 */
export async function checkDecision(actionId: string): Promise<string[]> {
  const { rows } = await pool().query<CoveredRow>({ name: "covered_decision", text: `${covered(true)} WHERE a.id = $1`, values: [actionId] });
  const [row] = rows;
  const fields = row ? differing(row) : [];
  if (row && fields.length > 0) await alarm(row, fields);
  return fields;
}

/** Rows read at a time: each brings an entry of a few hundred bytes. */
const page = 500;

/** Compares everything that was decided, of all workspaces, with its entries. @returns how many were looked at, and which differ */
export async function checkAllDecisions(): Promise<{ checked: number; differing: string[] }> {
  const found: string[] = [];
  let checked = 0;
  for (let after = ""; ; ) {
    const { rows } = await pool().query<CoveredRow>(`${covered(false)} WHERE a.id > $1 AND a.status <> 'pending' ORDER BY a.id LIMIT ${page}`, [after]);
    for (const row of rows) {
      // What differs may have been decided while we read: the closer look sees row and entry, numbered or not, in one snapshot.
      if (differing(row).length > 0 && (await checkDecision(row.id)).length > 0) found.push(row.id);
    }
    checked += rows.length;
    after = rows.at(-1)?.id ?? "";
    if (rows.length < page) break;
  }
  return { checked, differing: [...found, ...(await checkAllVotes())] };
}

interface VoteRow {
  id: string;
  actionId: string;
  workspaceId: string;
  personId: string;
  vote: string;
  seenDigest: string;
  finalDigest: string | null;
  leaf: Buffer;
}

const votes = `
  SELECT v.id, v.action_id AS "actionId", v.workspace_id AS "workspaceId", v.person_id AS "personId", v.vote, v.seen_digest AS "seenDigest",
    v.final_digest AS "finalDigest", e.leaf
  FROM approvals v JOIN LATERAL (
    SELECT leaf FROM audit_entries WHERE workspace_id = v.workspace_id AND subject_id = v.action_id AND event = 'approval.given'
      AND convert_from(leaf, 'UTF8')::json #>> '{facts,approvalId}' = v.id LIMIT 1
  ) e ON true
  WHERE v.id > $1 ORDER BY v.id LIMIT ${page}`;

/** The same of votes that have an entry of their own: those with a grace period. @returns the actions whose votes differ */
async function checkAllVotes(): Promise<string[]> {
  const found: string[] = [];
  for (let after = ""; ; ) {
    const { rows } = await pool().query<VoteRow>(votes, [after]);
    for (const row of rows) {
      const fields = voteContradictions(row, JSON.parse(row.leaf.toString("utf8")) as DecisionLeaf);
      if (fields.length === 0) continue;
      await alarm({ id: row.actionId, workspaceId: row.workspaceId }, fields.map((field) => `approval.${field}`));
      found.push(row.actionId);
    }
    after = rows.at(-1)?.id ?? "";
    if (rows.length < page) return found;
  }
}
