import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { CheckedSchema } from "@/lib/catalog/parameters-check";
import { storedParametersValidator } from "@/lib/catalog/parameters-validator";
import { pool } from "@/lib/platform/db/client";
import type { Reading } from "@/lib/platform/db/over-connection";
import { processWide } from "@/lib/platform/process-wide";
import { columnsOf, compileControls, compiledOf } from "@/lib/judging/control-source.rules";
import { controlSources } from "./interlocks.rules";
import type { Snapshot } from "./judge.rules";
import { typesInForce } from "./types-in-force.rules";

/** The controls of a workspace, compiled once per epoch. */
export interface Controls extends Snapshot {
  workspaceId: string;
  permitTtlSeconds: number;
  schemaOf(type: CatalogType): CheckedSchema;
}

interface Row extends Readonly<Record<string, unknown>> {
  /** A bigint over Prisma, text over the driver. */
  epoch: bigint | string;
  permit_ttl: number;
}

// One statement, so that the epoch and what it stands for are of one moment.
const read = `
  SELECT w.epoch, w.permit_ttl_seconds AS permit_ttl,
    ${columnsOf(controlSources)}
  FROM workspaces w WHERE w.id = $1`;

function compiled(): Map<string, Controls> {
  return processWide("controls", () => new Map<string, Controls>());
}

/** Reads and compiles the controls as they are now. */
export async function refreshControls(workspaceId: string, connection: Reading = pool()): Promise<Controls> {
  const { rows } = await connection.query({ name: "controls", text: read, values: [workspaceId] });
  const row = rows[0] as Row | undefined;
  if (!row) throw new Error(`workspace ${workspaceId} does not exist`);
  const all = compileControls(controlSources, row);
  const { byName, schemas } = compiledOf(all, typesInForce);
  const checked = new Map<string, CheckedSchema>();
  const controls: Controls = {
    workspaceId,
    epoch: Number(row.epoch),
    permitTtlSeconds: row.permit_ttl,
    types: byName,
    controls: all,
    // Compiling a schema takes milliseconds: it is done when the type is first asked for in this epoch.
    schemaOf(type) {
      const known = checked.get(type.id);
      if (known) return known;
      const schema = schemas.get(type.id) ?? { type: "object" };
      let text: string | undefined;
      const made: CheckedSchema = {
        validate: storedParametersValidator(schema),
        text: () => (text ??= JSON.stringify(schema)),
      };
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
