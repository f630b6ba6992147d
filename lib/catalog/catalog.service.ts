import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { controlChange } from "@/lib/pending/control-change.service";
import { renameWaiting } from "@/lib/pending/rename-waiting.service";
import { withdrawnFacts, withdrawPermits } from "@/lib/pending/withdraw-permits.service";
import type { Prisma } from "@/lib/platform/db/client";
import { isUniqueViolation } from "@/lib/platform/db/unique-violation";
import { ConflictError, UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { by } from "@/lib/versions/control";
import { keepFirst, requireDirectChange } from "@/lib/versions/version.service";
import type { ActionType, ActionTypeCreate, CatalogCheck, CatalogCheckResult } from "./action-type.schemas";
import { getActionType } from "./action-type.views";
import { titleOf, type TypeSettings } from "./catalog.rules";
import { columns, factsOf, privateOf, reopen, writeThresholds } from "./entry-parts.service";
import { CheckAllowance, type CheckedSchema } from "./parameters-check";
import { compileParametersSchema } from "./parameters-validator";
import { contentOf, typeControl } from "./type-control";

/** Adds an entry to the catalog. @throws 409 `name_taken`, `proposal_required`, 422 `invalid_schema` */
export async function createActionType(
  caller: PersonCaller,
  { name, reason, ...given }: ActionTypeCreate,
): Promise<ActionType> {
  compileParametersSchema(given.parametersSchema);
  const { workspaceId } = caller;
  const settings: TypeSettings = { ...given, title: given.title ?? titleOf(name) };
  const id = newId("actionType");
  try {
    await controlChange(workspaceId, async (tx, epoch) => {
      await confirmPermission(tx, caller, "catalog:manage");
      // What is not in the catalog is red: an entry that is red as well lets nothing more through, and may be added alone.
      if (settings.zone !== "red")
        await requireDirectChange(tx, workspaceId, "Add it in the red zone, and propose the other zone.");
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
      await keepFirst(tx, typeControl({ workspaceId, id }), {
        content: contentOf(settings),
        by: by(caller),
        reason: reason ?? null,
        at,
      });
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
        private: { ...privateOf(settings), ...(reason === undefined ? {} : { reason }) },
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
