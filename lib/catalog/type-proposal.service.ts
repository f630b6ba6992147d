import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { by } from "@/lib/versions/control";
import { propose, rejectProposal } from "@/lib/versions/proposal.service";
import type { RejectProposal } from "@/lib/versions/version.schemas";
import type { ActionTypeProposal, ActionTypePropose } from "./action-type.schemas";
import { entryOf, requireVersion, typeIdOf, withThresholds } from "./action-type.views";
import { changedSettings } from "./catalog.rules";
import { picked } from "./change-type.service";
import { factsOf, privateOf, refusalOf } from "./entry-parts.service";
import { contentOf, liveOf, typeControl } from "./type-control";
import { getTypeProposal } from "./type-history.views";

// Neither changes what the gate would answer: the epoch stays, and the roles that are asked about stay with it.

/**
 * Proposes a change of an entry: nothing applies until it is accepted.
 * @throws 404, 409 `stale_version`, `nothing_to_change`, `too_many_proposals`, 422 `invalid_schema`
 */
export async function proposeTypeChange(
  caller: PersonCaller,
  name: string,
  { change: { ifVersion, ...update }, reason }: ActionTypePropose,
): Promise<ActionTypeProposal> {
  const refusal = refusalOf(update.parametersSchema);
  const { workspaceId } = caller;
  const proposalId = await underEpoch(workspaceId, async (tx) => {
    await confirmPermission(tx, caller, "catalog:manage");
    const row = await tx.actionType.findUnique({
      where: { workspaceId_name: { workspaceId, name } },
      include: withThresholds,
    });
    if (!row) throw new NotFoundError("This action type");
    requireVersion(row, ifVersion);
    const before = entryOf(row);
    const changed = changedSettings(before, update);
    if (refusal && changed.includes("parametersSchema")) throw refusal;
    if (changed.length === 0) throw new ConflictError("nothing_to_change", "What is proposed is what applies already.");
    const at = new Date();
    const after = { ...before, ...picked({ ...before, ...update }, changed) };
    const content = contentOf(after);
    const id = await propose(tx, typeControl(row), liveOf(row), { content, by: by(caller), reason, at });
    await recordEntry(tx, {
      workspaceId,
      actor: entryActor(caller),
      event: "action_type.proposed",
      subject: { type: "action_type", id: row.id },
      facts: { name, proposalId: id, baseVersion: row.version, changed, to: factsOf(picked(after, changed)) },
      private: { to: privateOf(picked(after, changed)), reason },
      at,
    });
    return id;
  });
  return getTypeProposal(workspaceId, name, proposalId);
}

/** Turns a proposal down; its author may, too. @throws 404, 409 `proposal_closed` */
export async function rejectTypeProposal(
  caller: PersonCaller,
  name: string,
  proposalId: string,
  { reason }: RejectProposal,
): Promise<ActionTypeProposal> {
  const { workspaceId } = caller;
  const typeId = await typeIdOf(workspaceId, name);
  await underEpoch(workspaceId, async (tx) => {
    await confirmPermission(tx, caller, "catalog:manage");
    const at = new Date();
    const control = typeControl({ workspaceId, id: typeId });
    await rejectProposal(tx, control, { id: proposalId, by: by(caller), reason, at });
    await recordEntry(tx, {
      workspaceId,
      actor: entryActor(caller),
      event: "action_type.proposal_rejected",
      subject: { type: "action_type", id: typeId },
      facts: { name, proposalId },
      private: { reason },
      at,
    });
  });
  return getTypeProposal(workspaceId, name, proposalId);
}
