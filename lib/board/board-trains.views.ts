import { askedColumns, type AskedRow, askedSentences } from "@/lib/actions/asked-words.views";
import { pool } from "@/lib/platform/db/client";
import type { Zone } from "@/lib/platform/zone.rules";
import type { Stage } from "./board.schemas";

const shownPerStage = 5;

interface TrainRow extends AskedRow {
  kind: string;
  stage: Stage;
  zone: Zone;
  since: Date;
  until: Date | null;
  attended: "claimed" | "settling" | null;
  n: number;
}

/** An action under way; `n` counts all of its kind and stage. */
export interface Train extends Omit<TrainRow, keyof AskedRow> {
  id: string;
  sentence: string;
}

// Those under way now, whenever they were asked: held, permitted and not yet started, or running. Of the held those are drawn whose time
// ends first; what is approved and settles has nobody to wait for, and comes last.
const trainsQuery = `
  WITH under_way AS (
    SELECT id, kind, 'held' AS stage, created_at AS since, expires_at AS until,
      CASE WHEN settling_id IS NOT NULL THEN 'settling' WHEN claimed_by_id IS NOT NULL AND claim_expires_at > now() THEN 'claimed' END AS attended
      FROM actions WHERE workspace_id = $1 AND status = 'pending'
    UNION ALL
    SELECT a.id, a.kind, 'permitted', p.issued_at, NULL, NULL FROM permits p JOIN actions a ON a.id = p.action_id
      WHERE p.workspace_id = $1 AND p.consumed_at IS NULL AND p.expires_at > now()
    UNION ALL
    SELECT id, kind, 'running', decided_at, NULL, NULL FROM actions WHERE workspace_id = $1 AND execution_status = 'started'
  ), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY kind, stage ORDER BY coalesce(attended = 'settling', false), until, since DESC, id) AS place, count(*) OVER (PARTITION BY kind, stage)::int AS n
    FROM under_way
  )
  SELECT ${askedColumns}, a.kind, a.zone, n.stage, n.since, n.until, n.attended, n.n FROM numbered n JOIN actions a ON a.id = n.id WHERE n.place <= ${shownPerStage}
  ORDER BY CASE WHEN n.stage = 'held' THEN n.place END, n.since, n.id`;

/** The actions to draw, a few of each kind and stage, each in the words that it was asked in. */
export async function trainsUnderWay(workspaceId: string): Promise<Train[]> {
  const { rows } = await pool().query<TrainRow>(trainsQuery, [workspaceId]);
  const sentenceOf = await askedSentences(workspaceId, rows);
  return rows.map(({ id, kind, stage, zone, since, until, attended, n }) => ({
    id,
    kind,
    stage,
    zone,
    sentence: sentenceOf(id),
    since,
    until,
    attended,
    n,
  }));
}
