import { createHash } from "node:crypto";
import type { Page } from "@/lib/platform/common.schemas";
import { db, Prisma } from "@/lib/platform/db/client";
import { anyHolds, inOrderOf, orderedIds, type OrderedBy } from "@/lib/platform/db/ordered-list";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { withinPage } from "@/lib/platform/page-weight";
import type { ActionType, ActionTypeQuery } from "./action-type.schemas";
import { plainAmount } from "./catalog.rules";
import { checkStoredSchema, type StoredSchemaCheck } from "./parameters-validator";
import { typeSorts } from "./type-sorts.rules";

export type TypeRow = Prisma.ActionTypeGetPayload<{ include: { thresholds: true } }>;
export const withThresholds = { thresholds: { orderBy: { kind: "asc" } } } as const;

/** An entry without what is found out about its schema. */
export function entryOf(row: TypeRow): Omit<ActionType, "schemaCheck"> {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    title: row.title,
    description: row.description,
    parametersSchema: row.parametersSchema as Record<string, unknown>,
    zone: row.zone as ActionType["zone"],
    destructive: row.destructive,
    reversible: row.reversible,
    expectedCost: costOf(row),
    decideWithinSeconds: row.decideWithinSeconds,
    confidenceThreshold: row.confidenceThreshold,
    kindThresholds: Object.fromEntries(row.thresholds.map((t) => [t.kind, t.threshold])),
    reviewProbability: row.reviewProbability,
    resourceType: row.resourceType,
    resourceCaseSensitive: row.resourceCaseSensitive,
    sentence: row.sentence,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const maxKnownChecks = 1_000;
/** By the schema's own digest: compiling each of a page takes milliseconds apiece, and few of them change. */
const knownChecks = new Map<string, StoredSchemaCheck>();

function schemaCheckOf(schema: Record<string, unknown>): StoredSchemaCheck {
  const key = createHash("sha256").update(JSON.stringify(schema)).digest("base64");
  const check = knownChecks.get(key) ?? checkStoredSchema(schema);
  knownChecks.set(key, check);
  const [oldest] = knownChecks.keys();
  if (knownChecks.size > maxKnownChecks && oldest !== undefined) knownChecks.delete(oldest);
  return check;
}

function toActionType(row: TypeRow): ActionType {
  const entry = entryOf(row);
  return { ...entry, schemaCheck: schemaCheckOf(entry.parametersSchema) };
}

/** All entries of the workspace are put in order: hundreds. */
const orders = {
  title: { value: Prisma.sql`t.name`, holds: "text" },
  threshold: { value: Prisma.sql`t.confidence_threshold`, holds: "share" },
  within: { value: Prisma.sql`t.decide_within_seconds`, holds: "integer" },
  cost: { value: Prisma.sql`t.expected_cost_amount`, holds: "decimal", optional: true },
  review: { value: Prisma.sql`t.review_probability`, holds: "share" },
  version: { value: Prisma.sql`t.updated_at`, holds: "time" },
} as const satisfies Record<string, OrderedBy>;

/** The catalog in the order asked for, by name by default. @throws 400 for a cursor of another list or order */
export async function listActionTypes(workspaceId: string, query: ActionTypeQuery): Promise<Page<ActionType>> {
  const where = [Prisma.sql`t.workspace_id = ${workspaceId}`];
  if (query.zone) where.push(Prisma.sql`t.zone = ${query.zone}`);
  const words = query.q?.trim();
  if (words) where.push(anyHolds([Prisma.sql`t.name`, Prisma.sql`t.title`, Prisma.sql`t.description`], words));
  const found = await orderedIds(
    { from: Prisma.sql`action_types t`, id: Prisma.sql`t.id`, where },
    orders,
    typeSorts.of(query.sort),
    query,
  );
  const weights = await bytesOfTypes(found.map(({ id }) => id));
  const shown = withinPage(found.slice(0, query.limit), ({ id }) => weights.get(id) ?? 0);
  const ids = shown.map(({ id }) => id);
  const rows = await db().actionType.findMany({ where: { id: { in: ids } }, include: withThresholds });
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  return { items: inOrderOf(ids, rows, ({ id }) => id).map(toActionType), nextCursor: last?.cursor ?? null };
}

/** What each entry weighs where it weighs much: its schema may have as many bytes as a request. */
async function bytesOfTypes(ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db().$queryRaw<
    { id: string; bytes: number }[]
  >`SELECT id, octet_length(parameters_schema::text) + octet_length(description) AS bytes FROM action_types WHERE id = ANY(${ids})`;
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

/** @throws 404 outside the workspace */
export async function getActionType(workspaceId: string, name: string): Promise<ActionType> {
  const row = await db().actionType.findUnique({
    where: { workspaceId_name: { workspaceId, name } },
    include: withThresholds,
  });
  if (!row) throw new NotFoundError("This action type");
  return toActionType(row);
}

/** The id of an entry, by its name. @throws 404 outside the workspace */
export async function typeIdOf(workspaceId: string, name: string): Promise<string> {
  const row = await db().actionType.findUnique({
    where: { workspaceId_name: { workspaceId, name } },
    select: { id: true },
  });
  if (!row) throw new NotFoundError("This action type");
  return row.id;
}

/** @throws 409 `stale_version` where an entry is not at the version that somebody saw */
export function requireVersion({ version }: Pick<TypeRow, "version">, seen: number | undefined): void {
  if (seen !== undefined && seen !== version)
    throw new ConflictError(
      "stale_version",
      `Somebody has changed this entry: it is at version ${version}, you saw ${seen}. Look again.`,
    );
}

export function costOf({
  expectedCostAmount: amount,
  expectedCostCurrency: currency,
}: Pick<TypeRow, "expectedCostAmount" | "expectedCostCurrency">): ActionType["expectedCost"] {
  return amount !== null && currency !== null ? { amount: plainAmount(amount.toFixed(4)), currency } : null;
}
