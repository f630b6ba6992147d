import { createHash } from "node:crypto";
import { entryActor } from "@/lib/audit/entry-actor";
import { bringBackToAll } from "@/lib/pending/set-aside.service";
import { votesOnType } from "@/lib/pending/vote-basis.service";
import { type Withdrawal, withdrawVotes } from "@/lib/pending/withdraw-votes.service";
import { canonicalBytes } from "@/lib/platform/canonical-json.rules";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import type { TypeSettings } from "./catalog.rules";
import { compileParametersSchema } from "./parameters-validator";

// What adding and changing an entry have in common: its columns, what the log says of it, and what it means for what waits.

/** Columns of the settings that are named; the thresholds per kind are rows of their own. */
export function columns(settings: Partial<TypeSettings>): Prisma.ActionTypeUncheckedUpdateInput {
  const { parametersSchema, expectedCost, kindThresholds: _rows, ...rest } = settings;
  return {
    ...rest,
    ...(parametersSchema === undefined ? {} : { parametersSchema: parametersSchema as Prisma.InputJsonObject }),
    ...(expectedCost === undefined
      ? {}
      : { expectedCostAmount: expectedCost?.amount ?? null, expectedCostCurrency: expectedCost?.currency ?? null }),
  };
}

export async function writeThresholds(
  tx: Tx,
  workspaceId: string,
  actionTypeId: string,
  thresholds: Readonly<Record<string, number>>,
): Promise<void> {
  await tx.kindThreshold.deleteMany({ where: { workspaceId, actionTypeId } });
  const data = Object.entries(thresholds).map(([kind, threshold]) => ({ workspaceId, actionTypeId, kind, threshold }));
  if (data.length > 0) await tx.kindThreshold.createMany({ data });
}

/** What the log says of settings: the figures as they are, the schema by its digest, words by their name only. */
export function factsOf(settings: Partial<TypeSettings>): Record<string, unknown> {
  const { title: _title, description: _description, sentence: _sentence, parametersSchema, ...figures } = settings;
  return {
    ...figures,
    ...(parametersSchema
      ? { parametersSchemaDigest: createHash("sha256").update(canonicalBytes(parametersSchema)).digest("hex") }
      : {}),
  };
}

export function privateOf(settings: Partial<TypeSettings>): Record<string, unknown> {
  const { title, description, sentence } = settings;
  return {
    ...(title !== undefined ? { title } : {}),
    ...(description !== undefined ? { description } : {}),
    ...(sentence !== undefined ? { sentence } : {}),
  };
}

/** Why a schema may not be stored, found out before anybody's lock is held. */
export function refusalOf(schema: Record<string, unknown> | undefined): UnprocessableError | undefined {
  try {
    if (schema) compileParametersSchema(schema);
    return undefined;
  } catch (error) {
    if (error instanceof UnprocessableError) return error;
    throw error;
  }
}

/** What waits is judged by another entry now, in another zone perhaps: approvals given on the former are withdrawn, and what was set aside is shown again. */
export async function reopen(tx: Tx, caller: PersonCaller, name: string, at: Date): Promise<readonly Withdrawal[]> {
  const { workspaceId } = caller;
  await bringBackToAll(tx, workspaceId, { action: name });
  return withdrawVotes(tx, await votesOnType(tx, workspaceId, name), entryActor(caller), at);
}
