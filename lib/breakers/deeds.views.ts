import { pool } from "@/lib/platform/db/client";
import { longestWindow, mostActions } from "./bounds.rules";
import { windowOf } from "./observe.rules";
import type { BreakerRule } from "./rule.schemas";
import type { Deed } from "./rules/observation.rules";

interface Row {
  action_id: string;
  run_id: string | null;
  action: string;
  resource: string | null;
  digest: string;
  confidence: number | null;
  asked_at: Date;
  decided_at: Date | null;
  decision: string | null;
  by_type: string | null;
  by_stop: boolean;
  outcome_at: Date | null;
  outcome: string | null;
  error: string | null;
  cost_amount: string | null;
  cost_currency: string | null;
  first_of_action: boolean;
  first_of_resource: boolean;
}

/** Days that are looked back for what an agent is like. */
const baselineDays = 30;

/** Seconds before a moment from which a rule's deeds are read: what was asked before the window may have ended in it. */
export function lookBackSeconds(rules: readonly BreakerRule[]): number {
  const ofBaseline = rules.some(({ type }) => type === "confidence_drop" || type === "novelty");
  return ofBaseline ? baselineDays * 86_400 : Math.max(...rules.map(windowOf)) + longestWindow;
}

const tellsWhatIsNew = (rules: readonly BreakerRule[]): boolean => rules.some(({ type }) => type === "novelty");

// An execution that reported nothing for a day was lost then; no row says when.
const select = (isNew: string) => `
  SELECT a.id AS action_id, a.run_id, a.action, a.digest, a.confidence, a.created_at AS asked_at,
    a.resource_type || ':' || a.resource_id AS resource,
    d.at AS decided_at, d.outcome AS decision, d.by_type, d.stop_id IS NOT NULL AS by_stop,
    coalesce(o.at, CASE WHEN a.execution_status = 'lost' THEN p.consumed_at + interval '1 day' END) AS outcome_at,
    CASE WHEN a.execution_status IN ('succeeded', 'failed', 'partial', 'lost') THEN a.execution_status END AS outcome,
    left(o.error, 1000) AS error, o.cost_amount::text, o.cost_currency, ${isNew}
  FROM (SELECT * FROM actions x WHERE x.workspace_id = $1 AND x.agent_id = $2 AND x.created_at > $3 AND x.created_at <= $4
    ORDER BY x.created_at DESC LIMIT $5) a
  LEFT JOIN decisions d ON d.action_id = a.id LEFT JOIN outcomes o ON o.action_id = a.id LEFT JOIN permits p ON p.action_id = a.id`;
const nothingNew = "false AS first_of_action, false AS first_of_resource";
const earlier =
  "SELECT FROM actions e WHERE e.workspace_id = a.workspace_id AND e.agent_id = a.agent_id AND e.created_at < a.created_at";
const new_ = `NOT EXISTS (${earlier} AND e.action = a.action) AS first_of_action,
    a.resource_id IS NOT NULL AND NOT EXISTS (${earlier} AND e.resource_type = a.resource_type AND e.resource_id = a.resource_id) AS first_of_resource`;

function deedOf(row: Row): Deed {
  return {
    actionId: row.action_id,
    runId: row.run_id,
    action: row.action,
    resource: row.resource,
    digest: row.digest,
    confidence: row.confidence,
    askedAt: row.asked_at.getTime(),
    decided:
      row.decided_at && row.decision !== null
        ? {
            at: row.decided_at.getTime(),
            outcome: row.decision,
            byType: row.by_type ?? "",
            byStop: row.by_stop,
          }
        : null,
    outcome:
      row.outcome_at && row.outcome !== null
        ? {
            at: row.outcome_at.getTime(),
            status: row.outcome,
            error: row.error,
            cost:
              row.cost_amount !== null && row.cost_currency !== null
                ? { amount: row.cost_amount, currency: row.cost_currency }
                : null,
          }
        : null,
    firstOfAction: row.first_of_action,
    firstOfResource: row.first_of_resource,
  };
}

/** The newest deeds of an agent that these rules look at, asked in the time that is given; `most` bounds them. */
export async function deedsOf(
  workspaceId: string,
  agentId: string,
  rules: readonly BreakerRule[],
  span: { from: Date; to: Date },
  most = mostActions,
): Promise<Deed[]> {
  const isNew = tellsWhatIsNew(rules);
  const { rows } = await pool().query<Row>({
    name: isNew ? "breaker_deeds_new" : "breaker_deeds",
    text: select(isNew ? new_ : nothingNew),
    values: [workspaceId, agentId, span.from, span.to, most],
  });
  return rows.map(deedOf);
}
