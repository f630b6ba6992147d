import { consoleUrl } from "@/lib/platform/console-url";
import { byteOrderMark } from "@/lib/platform/csv.rules";
import { pool } from "@/lib/platform/db/client";
import type { Caller } from "@/lib/platform/http/caller";
import { routes } from "@/lib/platform/routes";
import { exportHeader, exportLine, type ExportedAction } from "./action-csv.rules";
import { conditionsOf } from "./action-list.views";
import { ordered, positionColumns, type Position } from "./action-order.views";
import type { ActionQuery } from "./action.schemas";
import { decidedByType } from "./action.views";
import { askedColumns, type AskedRow, askedSentences } from "./asked-words.views";

/** Actions read at once: a line has no parameters and no results, so that so many weigh a few megabytes at the most. */
const exportPage = 500;
/** An agent's own words on what went wrong may be long; the action's page has them whole. */
const longestError = 2_000;

interface ExportedRow extends Position, AskedRow {
  zone: string;
  status: string;
  agent_id: string;
  agent_name: string;
  kind: string;
  run_id: string | null;
  jurisdiction: string | null;
  digest: string;
  cost_currency: string | null;
  execution_status: string | null;
  d_outcome: string | null;
  d_by_type: string | null;
  d_by_id: string | null;
  d_by_name: string | null;
  d_at: Date | null;
  d_reason_code: string | null;
  d_reason_text: string | null;
  o_error: string | null;
  o_cost_amount: string | null;
  o_cost_currency: string | null;
}

const exportedColumns = `${positionColumns}, ${askedColumns}, a.zone, a.status, a.agent_id, a.agent_name, a.kind, a.run_id, a.jurisdiction, a.digest, a.cost_currency, a.execution_status,
  d.outcome AS d_outcome, d.by_type AS d_by_type, d.by_id AS d_by_id, d.by_name AS d_by_name, d.at AS d_at, d.reason_code AS d_reason_code, d.reason_text AS d_reason_text,
  left(o.error, ${longestError}) AS o_error, o.cost_amount::text AS o_cost_amount, o.cost_currency AS o_cost_currency`;

function toExported(r: ExportedRow, sentence: string): ExportedAction {
  return {
    id: r.id,
    askedAt: r.created_at.toISOString(),
    sentence,
    action: r.action,
    zone: r.zone,
    status: r.status,
    outcome: r.d_outcome,
    decidedByType: r.d_outcome === null ? null : decidedByType(r.d_by_type),
    decidedById: r.d_by_id,
    decidedByName: r.d_by_name,
    decidedAt: r.d_at?.toISOString() ?? null,
    reasonCode: r.d_reason_code,
    reason: r.d_reason_text,
    result: r.execution_status,
    resultError: r.o_error,
    estimatedCost: r.cost_amount,
    estimatedCostCurrency: r.cost_currency,
    cost: r.o_cost_amount,
    costCurrency: r.o_cost_currency,
    confidence: r.confidence,
    agentId: r.agent_id,
    agentName: r.agent_name,
    kind: r.kind,
    runId: r.run_id,
    resourceType: r.resourceType,
    resourceId: r.resourceId,
    jurisdiction: r.jurisdiction,
    expiresAt: r.expires_at.toISOString(),
    digest: r.digest,
    url: consoleUrl(routes.approval(r.id)),
  };
}

async function page(caller: Caller, query: ActionQuery): Promise<{ rows: ExportedRow[]; next: string | undefined }> {
  const where = conditionsOf(caller, query);
  const { order, select, cursorAfter } = ordered(where, query.sort ?? "newest", query.cursor);
  const { rows } = await pool().query<ExportedRow>(
    `SELECT ${exportedColumns} FROM (SELECT a.* FROM (${select(exportPage)}) a ORDER BY ${order} LIMIT ${exportPage}) a
     LEFT JOIN decisions d ON d.action_id = a.id LEFT JOIN outcomes o ON o.action_id = a.id ORDER BY ${order}`,
    where.values,
  );
  const last = rows.at(-1);
  return { rows, next: rows.length === exportPage && last ? cursorAfter(last) : undefined };
}

async function* chunks(
  caller: Caller,
  query: ActionQuery,
  stands: () => Promise<void>,
): AsyncGenerator<Uint8Array, undefined> {
  const bytes = new TextEncoder();
  let cursor: string | undefined;
  let head = byteOrderMark + exportHeader;
  do {
    if (cursor !== undefined) await stands();
    const { rows, next } = await page(caller, { ...query, cursor });
    const sentenceOf = await askedSentences(caller.workspaceId, rows);
    yield bytes.encode(head + rows.map((row) => exportLine(toExported(row, sentenceOf(row.id)))).join(""));
    head = "";
    cursor = next;
  } while (cursor !== undefined);
  return undefined;
}

/**
 * All actions that the filters leave, in the list's order, as comma-separated values. Read page by page as the reader takes them, so that
 * neither their number nor a slow reader matters; when the reader goes, so does the reading. Each page is as the database has it at that moment.
 *
 * @param stands asked before every page but the first: throws where the caller may no longer read, and the file then breaks off
 */
export function exportActions(
  caller: Caller,
  query: ActionQuery,
  stands: () => Promise<void>,
): ReadableStream<Uint8Array> {
  const parts = chunks(caller, query, stands);
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
