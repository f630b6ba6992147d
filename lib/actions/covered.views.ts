import { createHmac } from "node:crypto";
import { canonicalText } from "@/lib/platform/canonical-json.rules";
import type { Reading } from "@/lib/platform/db/over-connection";
import type { CoveredEntry, DecisionLeaf } from "./covered-entry.rules";
import type { CoveredVote } from "./covered-votes.rules";
import type { Covered } from "./covered.rules";

/** An action with all that is compared, read in one statement, so that rows and entries are of one moment. */
export interface CoveredAction extends Covered {
  id: string;
  workspaceId: string;
  agentId: string;
}

interface EntryJson {
  leaf: DecisionLeaf;
  salt: string | null;
  texts: Record<string, unknown> | null;
}

interface Row extends Omit<CoveredAction, "entries" | "votes" | "onBehalfOf"> {
  onBehalfOf: string | null;
  entries: string | null;
  votes: string | null;
}

const events =
  "'action.requested', 'action.decided', 'action.executed', 'action.escalated', 'approval.given', 'approval.withdrawn'";

function entriesOf(withStaged: boolean): string {
  const from = (table: string, place: string) =>
    `SELECT ${place} AS place, leaf, entry_id FROM ${table} WHERE workspace_id = a.workspace_id AND subject_id = a.id AND event IN (${events})`;
  const staged = withStaged ? ` UNION ALL ${from("audit_staged", "9000000000000000000 + id")}` : "";
  return `SELECT json_agg(json_build_object('leaf', convert_from(x.leaf, 'UTF8')::json, 'salt', encode(s.salt, 'hex'), 'texts', s.body) ORDER BY x.place)::text AS entries
    FROM (${from("audit_entries", "seq")}${staged}) x LEFT JOIN audit_private s ON s.workspace_id = a.workspace_id AND s.entry_id = x.entry_id`;
}

// JSON as text: both ways of asking the database read it as the same value, and what the rows hold is compared before it is read.
const select = (withStaged: boolean) => `
  SELECT a.id, a.workspace_id AS "workspaceId", a.agent_id AS "agentId", a.status, a.zone, a.run_id AS "runId", a.key_id AS "keyId", a.settling_id AS "settlingId",
    a.escalated_team_id AS "escalatedTeamId", a.escalated_role AS "escalatedRole", a.escalated_person_id AS "escalatedPersonId", a.escalated_because AS "escalatedBecause",
    a.action, a.type_version AS "typeVersion", a.resource_type AS "resourceType", a.resource_id AS "resourceId", a.on_behalf_of::text AS "onBehalfOf",
    a.digest, a.parameters::text AS parameters, a.final_digest AS "finalDigest", a.final_parameters::text AS "finalParameters",
    d.outcome, d.by_type AS "byType", d.by_id AS "byId", d.reason_code AS "reasonCode", d.reason_text AS "reasonText", (extract(epoch FROM d.at) * 1000)::float8 AS "atMs",
    p.digest AS "permitDigest", p.epoch::float8 AS "permitEpoch", p.consumed_at IS NOT NULL AS consumed, e.entries, v.votes
  FROM actions a LEFT JOIN decisions d ON d.action_id = a.id LEFT JOIN permits p ON p.action_id = a.id
  LEFT JOIN LATERAL (${entriesOf(withStaged)}) e ON true
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('id', o.id, 'personId', o.person_id, 'vote', o.vote, 'seenDigest', o.seen_digest, 'finalDigest', o.final_digest,
      'finalParameters', o.final_parameters::text, 'reasonText', o.reason_text, 'toTeamId', o.to_team_id, 'toRole', o.to_role, 'toPersonId', o.to_person_id,
      'epoch', o.epoch, 'atMs', (extract(epoch FROM o.at) * 1000)::float8, 'withdrawn', o.withdrawn_at IS NOT NULL))::text AS votes
    FROM approvals o WHERE o.workspace_id = a.workspace_id AND o.action_id = a.id
  ) v ON true`;

function entryOf({ leaf, salt, texts }: EntryJson): CoveredEntry {
  if (salt === null || texts === null) return { leaf, texts: null };
  const isCommitted =
    createHmac("sha256", Buffer.from(salt, "hex")).update(canonicalText(texts)).digest("hex") === leaf.commitment;
  // An escalation's words are a note, all others a reason.
  const text = texts.reason ?? texts.note;
  return { leaf, texts: { isCommitted, reason: typeof text === "string" ? text : null } };
}

function actionOf({ onBehalfOf, entries, votes, ...row }: Row): CoveredAction {
  return {
    ...row,
    onBehalfOf: onBehalfOf === null ? null : (JSON.parse(onBehalfOf) as unknown),
    entries: entries === null ? [] : (JSON.parse(entries) as EntryJson[]).map(entryOf),
    votes: votes === null ? [] : (JSON.parse(votes) as CoveredVote[]),
  };
}

/**
 * One action with all that is compared; entries count whether they have their number yet or not.
 * @param runId of a run's token: nothing is found beyond that run and those under it
 */
export async function coveredAction(
  connection: Reading,
  id: string,
  runId: string | null = null,
): Promise<CoveredAction | undefined> {
  const { rows } = await connection.query({
    name: "covered_action",
    text: `${select(true)} WHERE a.id = $1 AND run_reaches($2, a.run_id)`,
    values: [id, runId],
  });
  const [row] = rows as Row[];
  return row && actionOf(row);
}

/** Those after an id, in the order of ids; of their entries only those with a number, by the log's index. */
export async function coveredAfter(connection: Reading, id: string, limit: number): Promise<CoveredAction[]> {
  const { rows } = await connection.query({
    name: "covered_after",
    text: `${select(false)} WHERE a.id > $1 ORDER BY a.id LIMIT $2`,
    values: [id, limit],
  });
  return (rows as Row[]).map(actionOf);
}
