import { unitsIn } from "@/lib/actions/sentence.rules";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { CheckedSchema } from "@/lib/catalog/parameters-check";
import { storedParametersValidator } from "@/lib/catalog/parameters-validator";
import { pool } from "@/lib/platform/db/client";
import type { Reading } from "@/lib/platform/db/over-connection";
import { processWide } from "@/lib/platform/process-wide";
import type { Zone } from "@/lib/platform/zone.rules";
import { keysOfStop } from "@/lib/scopes/scope-keys.rules";
import type { ActiveStop, StopScopeType } from "@/lib/scopes/stop.rules";
import type { Snapshot } from "./judge.rules";

/** The controls of a workspace, compiled once per epoch. */
export interface Controls extends Snapshot {
  workspaceId: string;
  permitTtlSeconds: number;
  schemaOf(type: CatalogType): CheckedSchema;
}

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
interface StopRow {
  id: string;
  scope_type: StopScopeType;
  scope_id: string | null;
  scope_keys: string[] | null;
  reason: string;
  by: string;
}
interface Row {
  /** A bigint over Prisma, text over the driver. */
  epoch: bigint | string;
  permit_ttl: number;
  types: TypeRow[] | null;
  stops: StopRow[] | null;
}

// One statement, so that the epoch and what it stands for are of one moment.
const read = `
  SELECT w.epoch, w.permit_ttl_seconds AS permit_ttl,
    (SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'version', t.version, 'title', t.title, 'sentence', t.sentence,
        'zone', t.zone, 'destructive', t.destructive, 'reversible', t.reversible, 'cost', t.expected_cost_amount::text,
        'currency', t.expected_cost_currency, 'decide_within', t.decide_within_seconds, 'threshold', t.confidence_threshold,
        'review', t.review_probability, 'resource_type', t.resource_type, 'resource_case', t.resource_case_sensitive, 'schema', t.parameters_schema,
        'kinds', (SELECT json_object_agg(k.kind, k.threshold) FROM kind_thresholds k WHERE k.action_type_id = t.id)))
     FROM action_types t WHERE t.workspace_id = w.id) AS types,
    (SELECT json_agg(json_build_object('id', s.id, 'scope_type', s.scope_type, 'scope_id', s.scope_id, 'scope_keys', s.scope_keys, 'reason', s.reason, 'by', s.pulled_by_name))
     FROM stops s WHERE s.workspace_id = w.id AND s.rearmed_at IS NULL AND s.scope_type <> 'run') AS stops
  FROM workspaces w WHERE w.id = $1`;

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

function stopOf(row: StopRow): ActiveStop {
  return { id: row.id, scopeType: row.scope_type, scopeId: row.scope_id, scopeKeys: row.scope_keys ?? keysOfStop(row.scope_type, row.scope_id), reason: row.reason, pulledByName: row.by };
}

function compiled(): Map<string, Controls> {
  return processWide("controls", () => new Map<string, Controls>());
}

/** Reads and compiles the controls as they are now. */
export async function refreshControls(workspaceId: string, connection: Reading = pool()): Promise<Controls> {
  const { rows } = await connection.query({ name: "controls", text: read, values: [workspaceId] });
  const row = rows[0] as Row | undefined;
  if (!row) throw new Error(`workspace ${workspaceId} does not exist`);
  const schemas = new Map((row.types ?? []).map((t) => [t.id, t.schema]));
  const checked = new Map<string, CheckedSchema>();
  const controls: Controls = {
    workspaceId,
    epoch: Number(row.epoch),
    permitTtlSeconds: row.permit_ttl,
    types: new Map((row.types ?? []).map((t) => [t.name, typeOf(t)])),
    stops: (row.stops ?? []).map(stopOf),
    // Compiling a schema takes milliseconds: it is done when the type is first asked for in this epoch.
    schemaOf(type) {
      const known = checked.get(type.id);
      if (known) return known;
      const schema = schemas.get(type.id) ?? { type: "object" };
      let text: string | undefined;
      const made: CheckedSchema = { validate: storedParametersValidator(schema), text: () => (text ??= JSON.stringify(schema)) };
      checked.set(type.id, made);
      return made;
    },
  };
  const newest = compiled().get(workspaceId);
  if (!newest || newest.epoch <= controls.epoch) compiled().set(workspaceId, controls);
  return controls;
}

/** The last compiled controls, if there are any in this process. */
export function knownControls(workspaceId: string): Controls | undefined {
  return compiled().get(workspaceId);
}

/** The last compiled controls: good enough to judge by, since the commit refuses a verdict of an older epoch. */
export async function controlsOf(workspaceId: string): Promise<Controls> {
  return knownControls(workspaceId) ?? refreshControls(workspaceId);
}
