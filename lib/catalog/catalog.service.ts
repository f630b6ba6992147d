import { createHash } from "node:crypto";
import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { controlChange } from "@/lib/pending/control-change.service";
import { renameWaiting } from "@/lib/pending/rename-waiting.service";
import { bringBackToAll } from "@/lib/pending/set-aside.service";
import { votesOnType } from "@/lib/pending/vote-basis.service";
import { noPermits, withdrawnFacts, withdrawPermits } from "@/lib/pending/withdraw-permits.service";
import { type Withdrawal, withdrawVotes } from "@/lib/pending/withdraw-votes.service";
import { canonicalBytes } from "@/lib/platform/canonical-json.rules";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { isUniqueViolation } from "@/lib/platform/db/unique-violation";
import { ConflictError, NotFoundError, UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import type {
  ActionType,
  ActionTypeCreate,
  ActionTypeUpdate,
  CatalogCheck,
  CatalogCheckResult,
  ChangedActionType,
} from "./action-type.schemas";
import { entryOf, getActionType, withThresholds } from "./action-type.views";
import { changedSettings, isTightened, titleOf, versionedSettings, type TypeSettings } from "./catalog.rules";
import { CheckAllowance, type CheckedSchema } from "./parameters-check";
import { compileParametersSchema } from "./parameters-validator";

/** Columns of the settings that are named; the thresholds per kind are rows of their own. */
function columns(settings: Partial<TypeSettings>): Prisma.ActionTypeUncheckedUpdateInput {
  const { parametersSchema, expectedCost, kindThresholds: _rows, ...rest } = settings;
  return {
    ...rest,
    ...(parametersSchema === undefined ? {} : { parametersSchema: parametersSchema as Prisma.InputJsonObject }),
    ...(expectedCost === undefined
      ? {}
      : { expectedCostAmount: expectedCost?.amount ?? null, expectedCostCurrency: expectedCost?.currency ?? null }),
  };
}

async function writeThresholds(
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
function factsOf(settings: Partial<TypeSettings>): Record<string, unknown> {
  const { title: _title, description: _description, sentence: _sentence, parametersSchema, ...figures } = settings;
  return {
    ...figures,
    ...(parametersSchema
      ? { parametersSchemaDigest: createHash("sha256").update(canonicalBytes(parametersSchema)).digest("hex") }
      : {}),
  };
}

function privateOf(settings: Partial<TypeSettings>): Record<string, unknown> {
  const { title, description, sentence } = settings;
  return {
    ...(title !== undefined ? { title } : {}),
    ...(description !== undefined ? { description } : {}),
    ...(sentence !== undefined ? { sentence } : {}),
  };
}

/** Adds an entry to the catalog. @throws 409 `name_taken`, 422 `invalid_schema` */
export async function createActionType(
  caller: PersonCaller,
  { name, ...given }: ActionTypeCreate,
): Promise<ActionType> {
  compileParametersSchema(given.parametersSchema);
  const { workspaceId } = caller;
  const settings: TypeSettings = { ...given, title: given.title ?? titleOf(name) };
  const id = newId("actionType");
  try {
    await controlChange(workspaceId, async (tx, epoch) => {
      await confirmPermission(tx, caller, "catalog:manage");
      const at = new Date();
      const { zone, title, parametersSchema } = settings;
      await tx.actionType.create({
        data: {
          ...(columns(settings) as object),
          id,
          workspaceId,
          name,
          zone,
          title,
          parametersSchema: parametersSchema as Prisma.InputJsonObject,
          createdAt: at,
          updatedAt: at,
        },
      });
      await writeThresholds(tx, workspaceId, id, settings.kindThresholds);
      await renameWaiting(tx, workspaceId, name);
      // What was approved while the catalog did not know it was approved without this schema.
      const permits = await withdrawPermits(tx, workspaceId, { action: name }, "stricter", at);
      await reopen(tx, caller, name, at);
      await recordEntry(tx, {
        workspaceId,
        actor: entryActor(caller),
        event: "action_type.created",
        subject: { type: "action_type", id },
        facts: { name, version: 1, ...factsOf(settings), ...withdrawnFacts(permits), epoch: Number(epoch) },
        private: privateOf(settings),
        at,
      });
    });
  } catch (error) {
    throw isUniqueViolation(error)
      ? new ConflictError("name_taken", `The catalog has an action named ${name} already.`)
      : error;
  }
  return getActionType(workspaceId, name);
}

/** Why a schema may not be stored, found out before anybody's lock is held. */
function refusalOf(schema: Record<string, unknown> | undefined): UnprocessableError | undefined {
  try {
    if (schema) compileParametersSchema(schema);
    return undefined;
  } catch (error) {
    if (error instanceof UnprocessableError) return error;
    throw error;
  }
}

/** What waits is judged by another entry now, in another zone perhaps: approvals given on the former are withdrawn, and what was set aside is shown again. */
async function reopen(tx: Tx, caller: PersonCaller, name: string, at: Date): Promise<readonly Withdrawal[]> {
  const { workspaceId } = caller;
  await bringBackToAll(tx, workspaceId, { action: name });
  return withdrawVotes(tx, await votesOnType(tx, workspaceId, name), entryActor(caller), at);
}

/** Thrown inside the transaction where nothing differs, so that no epoch moves and no entry is written. */
class NothingChanged extends Error {}

const picked = (settings: TypeSettings, names: readonly (keyof TypeSettings)[]): Partial<TypeSettings> =>
  Object.fromEntries(names.map((n) => [n, settings[n]]));

/**
 * Changes an entry. What is judged by counts the version up. Held actions keep the version they were asked under and are judged again
 * when somebody decides on them; approvals in their grace period are withdrawn, since they were given on another entry; and where it
 * became stricter so are permits that had not been used.
 * @throws 404, 409 `stale_version`, 422 `invalid_schema`
 */
export async function updateActionType(
  caller: PersonCaller,
  name: string,
  { ifVersion, ...update }: ActionTypeUpdate,
): Promise<ChangedActionType> {
  const refusal = refusalOf(update.parametersSchema);
  const { workspaceId } = caller;
  let id = "";
  let withdrawnPermits = 0;
  let votes: readonly Withdrawal[] = [];
  try {
    await controlChange(workspaceId, async (tx, epoch) => {
      await confirmPermission(tx, caller, "catalog:manage");
      // Changes of the catalog hold the workspace's exclusive lock, so what is read here stays true until the commit.
      const row = await tx.actionType.findUnique({
        where: { workspaceId_name: { workspaceId, name } },
        include: withThresholds,
      });
      if (!row) throw new NotFoundError("This action type");
      if (ifVersion !== undefined && ifVersion !== row.version) {
        throw new ConflictError(
          "stale_version",
          `Somebody has changed this entry: it is at version ${row.version}, you saw ${ifVersion}. Look again.`,
        );
      }
      const before: TypeSettings = entryOf(row);
      const changed = changedSettings(before, update);
      // A schema that was stored before a rule and comes back as it is does not stand in the way of another setting.
      if (refusal && changed.includes("parametersSchema")) throw refusal;
      if (changed.length === 0) throw new NothingChanged();
      id = row.id;
      const at = new Date();
      const after = picked({ ...before, ...update }, changed);
      const version = row.version + (changed.some((c) => versionedSettings[c]) ? 1 : 0);
      await tx.actionType.update({ where: { id }, data: { ...columns(after), version, updatedAt: at } });
      if (after.kindThresholds) await writeThresholds(tx, workspaceId, id, after.kindThresholds);
      if (changed.includes("resourceType") || changed.includes("resourceCaseSensitive"))
        await renameWaiting(tx, workspaceId, name);
      const permits = isTightened(before, { ...before, ...update })
        ? await withdrawPermits(tx, workspaceId, { action: name }, "stricter", at)
        : noPermits;
      if (version !== row.version) votes = await reopen(tx, caller, name, at);
      withdrawnPermits = permits.count;
      await recordEntry(tx, {
        workspaceId,
        actor: entryActor(caller),
        event: "action_type.updated",
        subject: { type: "action_type", id },
        facts: {
          name,
          version,
          changed,
          from: factsOf(picked(before, changed)),
          to: factsOf(after),
          ...withdrawnFacts(permits),
          epoch: Number(epoch),
        },
        private: { from: privateOf(picked(before, changed)), to: privateOf(after) },
        at,
      });
    });
  } catch (error) {
    if (!(error instanceof NothingChanged)) throw error;
    return { ...(await getActionType(workspaceId, name)), withdrawnPermits: 0, withdrawnVotes: 0 };
  }
  return { ...(await getActionType(workspaceId, name)), withdrawnPermits, withdrawnVotes: votes.length };
}

/** What the gate would say of this schema, and of parameters under it. Changes nothing. @throws 429, 503 where a long check finds no room */
export async function checkCatalogEntry(
  caller: PersonCaller,
  { parametersSchema, parameters }: CatalogCheck,
): Promise<CatalogCheckResult> {
  try {
    const schema: CheckedSchema = {
      validate: compileParametersSchema(parametersSchema),
      text: () => JSON.stringify(parametersSchema),
    };
    return {
      schemaFaults: [],
      parameterFaults: parameters ? await new CheckAllowance(caller.personId).check(schema, parameters) : [],
    };
  } catch (error) {
    if (!(error instanceof UnprocessableError)) throw error;
    return {
      schemaFaults: error.options.errors ?? [{ path: "parametersSchema", message: error.message }],
      parameterFaults: [],
    };
  }
}
