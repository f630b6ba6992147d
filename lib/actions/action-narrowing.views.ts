import type { ActionQuery } from "./action.schemas";

/** What an action is, as a list or a count is narrowed by it: whoever asks, and wherever the action stands. */
export type Narrowing = Pick<ActionQuery, "zone" | "agentFamily" | "kind" | "action" | "q">;

/**
 * The conditions on an action `a` that a narrowing sets.
 * @param bind binds a value and gives its placeholder
 */
export function narrowingConditions(
  { zone, agentFamily, kind, action, q }: Narrowing,
  bind: (value: unknown) => string,
): string[] {
  const conditions: string[] = [];
  if (zone) conditions.push(`a.zone = ANY(${bind(zone)})`);
  if (agentFamily) {
    const top = bind(agentFamily);
    // Written as two, so that each has its index (agents_under_idx).
    conditions.push(
      `a.agent_id IN (SELECT ${top} UNION ALL SELECT g.id FROM agents g WHERE g.ancestor_ids <> '{}' AND g.ancestor_ids @> ARRAY[${top}::text])`,
    );
  }
  if (kind) conditions.push(`a.kind = ${bind(kind)}`);
  if (action) conditions.push(`a.action = ${bind(action)}`);
  if (q) {
    const pattern = bind(`%${q.replace(/[\\%_]/g, "\\$&")}%`);
    conditions.push(
      `(a.sentence ILIKE ${pattern} OR a.action ILIKE ${pattern} OR a.agent_name ILIKE ${pattern} OR a.id = ${bind(q)})`,
    );
  }
  return conditions;
}
