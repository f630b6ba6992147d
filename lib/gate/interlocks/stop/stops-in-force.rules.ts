import { keysOfStop } from "@/lib/scopes/scope-keys.rules";
import type { ActiveStop, StopScopeType } from "@/lib/scopes/stop.rules";
import type { ControlSource } from "@/lib/judging/control-source.rules";

interface StopRow {
  id: string;
  scope_type: StopScopeType;
  scope_id: string | null;
  scope_keys: string[] | null;
  standing: ActiveStop["standing"];
  reason: string | null;
  by: string;
}

function stopOf(row: StopRow): ActiveStop {
  return {
    id: row.id,
    scopeType: row.scope_type,
    scopeId: row.scope_id,
    scopeKeys: row.scope_keys ?? keysOfStop(row.scope_type, row.scope_id),
    standing: row.standing,
    reason: row.reason,
    pulledByName: row.by,
  };
}

/** Stops that are pulled or on probation, but for those of runs: they move no epoch, and the commit tells of them. */
export const stopsInForce: ControlSource<StopRow, readonly ActiveStop[]> = {
  name: "stops",
  read: `SELECT s.id, s.scope_type, s.scope_id, s.scope_keys, s.standing, s.reason, s.pulled_by_name AS by
      FROM stops s WHERE s.workspace_id = w.id AND s.standing <> 'rearmed' AND s.scope_type <> 'run'`,
  compile: (rows) => rows.map(stopOf),
};
