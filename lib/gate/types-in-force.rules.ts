import { unitsIn } from "@/lib/actions/sentence.rules";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { Zone } from "@/lib/platform/zone.rules";
import type { ControlSource } from "@/lib/judging/control-source.rules";

interface TypeRow {
  id: string;
  name: string;
  version: number;
  title: string;
  sentence: string | null;
  zone: Zone;
  destructive: boolean;
  reversible: boolean;
  cost: string | null;
  currency: string | null;
  decide_within: number;
  threshold: number;
  review: number;
  resource_type: string | null;
  resource_case: boolean;
  schema: Record<string, unknown>;
  kinds: Record<string, number> | null;
}

/** The catalog at one epoch. */
export interface TypesInForce {
  byName: ReadonlyMap<string, CatalogType>;
  /** What the parameters of each type's actions have to follow, by the type's id. */
  schemas: ReadonlyMap<string, Record<string, unknown>>;
}

function typeOf(row: TypeRow): CatalogType {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    title: row.title,
    sentence: row.sentence,
    units: unitsIn(row.sentence, row.schema),
    zone: row.zone,
    destructive: row.destructive,
    reversible: row.reversible,
    expectedCost: row.cost !== null && row.currency !== null ? { amount: row.cost, currency: row.currency } : null,
    decideWithinSeconds: row.decide_within,
    confidenceThreshold: row.threshold,
    kindThresholds: row.kinds ?? {},
    reviewProbability: row.review,
    resourceType: row.resource_type,
    resourceCaseSensitive: row.resource_case,
  };
}

/** The types of action that the workspace has declared: an action's subject is made by them, before any interlock is asked. */
export const typesInForce: ControlSource<TypeRow, TypesInForce> = {
  name: "types",
  read: `SELECT t.id, t.name, t.version, t.title, t.sentence, t.zone, t.destructive, t.reversible, t.expected_cost_amount::text AS cost,
        t.expected_cost_currency AS currency, t.decide_within_seconds AS decide_within, t.confidence_threshold AS threshold,
        t.review_probability AS review, t.resource_type, t.resource_case_sensitive AS resource_case, t.parameters_schema AS schema,
        (SELECT json_object_agg(k.kind, k.threshold) FROM kind_thresholds k WHERE k.action_type_id = t.id) AS kinds
      FROM action_types t WHERE t.workspace_id = w.id`,
  compile: (rows) => ({
    byName: new Map(rows.map((row) => [row.name, typeOf(row)])),
    schemas: new Map(rows.map(({ id, schema }) => [id, schema])),
  }),
};
