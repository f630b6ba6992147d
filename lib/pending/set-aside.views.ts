import { pool } from "@/lib/platform/db/client";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { backAtMs, urgentSeconds } from "./set-aside.rules";
import type { SetAside, SetAsideList } from "./set-aside.schemas";

/**
 * The condition that the caller has set an action `a` aside: `isAside` of set-aside.rules.ts, asked of the row. The list, the counts
 * and the badge all ask by it.
 *
 * @param bind binds a value and gives its placeholder
 */
export function asideCondition({ workspaceId, personId }: PersonCaller, bind: (value: unknown) => string): string {
  // A list that is read once for the statement, and nearly always empty.
  const mine = `SELECT s.action_id FROM action_set_asides s WHERE s.workspace_id = ${bind(workspaceId)} AND s.person_id = ${bind(personId)} AND s.until > now()`;
  return `(a.id IN (${mine}) AND a.expires_at > now() + interval '${urgentSeconds} seconds')`;
}

interface Row {
  action_id: string;
  until: Date;
  expires_at: Date;
}

function toSetAside({ action_id: actionId, until, expires_at: expiresAt }: Row): SetAside {
  return {
    actionId,
    until: until.toISOString(),
    backAt: new Date(backAtMs(until.getTime(), expiresAt.getTime())).toISOString(),
  };
}

/** What the caller has set aside and still waits, the next to come back first. */
export async function listSetAside(caller: PersonCaller): Promise<SetAsideList> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const { rows } = await pool().query<Row>(
    `SELECT s.action_id, s.until, a.expires_at FROM action_set_asides s JOIN actions a ON a.id = s.action_id
     WHERE s.workspace_id = ${bind(caller.workspaceId)} AND s.person_id = ${bind(caller.personId)} AND a.status = 'pending' AND ${asideCondition(caller, bind)}`,
    values,
  );
  return { items: rows.map(toSetAside).sort((one, other) => one.backAt.localeCompare(other.backAt)) };
}
