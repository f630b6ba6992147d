import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { controlChange } from "@/lib/pending/control-change.service";
import { renameWaiting } from "@/lib/pending/rename-waiting.service";
import { noPermits, withdrawnFacts, withdrawPermits } from "@/lib/pending/withdraw-permits.service";
import type { Withdrawal } from "@/lib/pending/withdraw-votes.service";
import type { Tx } from "@/lib/platform/db/client";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { by } from "@/lib/versions/control";
import { acceptProposal, proposalOf } from "@/lib/versions/proposal.service";
import { keepNext, requireDirectChange } from "@/lib/versions/version.service";
import { keptVersion } from "@/lib/versions/version.views";
import type { ActionTypeRollback, ActionTypeUpdate, ChangedActionType } from "./action-type.schemas";
import { entryOf, getActionType, requireVersion, type TypeRow, typeIdOf, withThresholds } from "./action-type.views";
import { changedSettings, isTightened, judgedSettings, type TypeSettings } from "./catalog.rules";
import { columns, factsOf, privateOf, refusalOf, reopen, writeThresholds } from "./entry-parts.service";
import { contentOf, liveOf, settingsIn, typeControl } from "./type-control";
import { db } from "@/lib/platform/db/client";

/** Thrown inside the transaction where nothing differs, so that no epoch moves and no entry is written. */
class NothingChanged extends Error {}

/** A change, and the way in which it becomes a version. */
type Change = {
  update: Partial<TypeSettings>;
  ifVersion: number | undefined;
} & ({ way: "directly"; reason: string | null; restores: number | null } | { way: "as proposed"; proposalId: string });

export const picked = (settings: TypeSettings, names: readonly (keyof TypeSettings)[]): Partial<TypeSettings> =>
  Object.fromEntries(names.map((n) => [n, settings[n]]));

/** Makes the change a version. @returns its number, and what the log says of how it came to be */
async function keep(tx: Tx, caller: PersonCaller, row: TypeRow, after: TypeSettings, change: Change, at: Date) {
  const [control, live] = [typeControl(row), liveOf(row)];
  if (change.way === "as proposed") {
    const { proposalId } = change;
    const { version, authorId } = await acceptProposal(tx, control, live, { id: proposalId, by: by(caller), at });
    return { version, facts: { proposalId, proposedBy: authorId }, reason: null };
  }
  const { reason, restores } = change;
  await requireDirectChange(tx, row.workspaceId);
  const content = contentOf(after);
  const version = await keepNext(tx, control, live, { content, by: by(caller), reason, restores, at });
  return { version, facts: restores === null ? {} : { restores }, reason };
}

/**
 * Changes an entry, as the next version. Held actions keep the version they were asked under and are judged again when somebody decides on
 * them; approvals in their grace period are withdrawn where what they were given on changed; and where it became stricter so are permits
 * that had not been used.
 */
async function changeType(caller: PersonCaller, name: string, change: Change): Promise<ChangedActionType> {
  const { update, ifVersion } = change;
  const refusal = refusalOf(update.parametersSchema);
  const { workspaceId } = caller;
  let withdrawnPermits = 0;
  let votes: readonly Withdrawal[] = [];
  await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "catalog:manage");
    // Changes of the catalog hold the workspace's exclusive lock, so what is read here stays true until the commit.
    const row = await tx.actionType.findUnique({
      where: { workspaceId_name: { workspaceId, name } },
      include: withThresholds,
    });
    if (!row) throw new NotFoundError("This action type");
    requireVersion(row, ifVersion);
    const { id } = row;
    const before: TypeSettings = entryOf(row);
    const changed = changedSettings(before, update);
    const after = { ...before, ...picked({ ...before, ...update }, changed) };
    // A schema that was stored before a rule and comes back as it is does not stand in the way of another setting.
    if (refusal && changed.includes("parametersSchema")) throw refusal;
    // What became of a proposal is its own to say, also where nothing of it is left to be done.
    if (changed.length === 0 && change.way === "directly") throw new NothingChanged();
    const at = new Date();
    const { version, facts, reason } = await keep(tx, caller, row, after, change, at);
    const difference = picked(after, changed);
    await tx.actionType.update({ where: { id }, data: { ...columns(difference), version, updatedAt: at } });
    if (difference.kindThresholds) await writeThresholds(tx, workspaceId, id, difference.kindThresholds);
    if (changed.includes("resourceType") || changed.includes("resourceCaseSensitive"))
      await renameWaiting(tx, workspaceId, name);
    const permits = isTightened(before, after)
      ? await withdrawPermits(tx, workspaceId, { action: name }, "stricter", at)
      : noPermits;
    if (changed.some((setting) => judgedSettings[setting])) votes = await reopen(tx, caller, name, at);
    withdrawnPermits = permits.count;
    await recordEntry(tx, {
      workspaceId,
      actor: entryActor(caller),
      event: "action_type.updated",
      subject: { type: "action_type", id },
      facts: {
        name,
        version,
        ...facts,
        changed,
        from: factsOf(picked(before, changed)),
        to: factsOf(difference),
        ...withdrawnFacts(permits),
        epoch: Number(epoch),
      },
      private: {
        from: privateOf(picked(before, changed)),
        to: privateOf(difference),
        ...(reason === null ? {} : { reason }),
      },
      at,
    });
  });
  return { ...(await getActionType(workspaceId, name)), withdrawnPermits, withdrawnVotes: votes.length };
}

/**
 * Changes what is named and really differs.
 * @throws 404, 409 `stale_version`, `proposal_required`, 422 `invalid_schema`
 */
export async function updateActionType(
  caller: PersonCaller,
  name: string,
  { ifVersion, reason, ...update }: ActionTypeUpdate,
): Promise<ChangedActionType> {
  try {
    return await changeType(caller, name, {
      update,
      ifVersion,
      way: "directly",
      reason: reason ?? null,
      restores: null,
    });
  } catch (error) {
    if (!(error instanceof NothingChanged)) throw error;
    return { ...(await getActionType(caller.workspaceId, name)), withdrawnPermits: 0, withdrawnVotes: 0 };
  }
}

/**
 * Brings a former version back, as a new one. What a version says never changes, so it is read before anybody's lock is held.
 * @throws 404, 409 `nothing_to_change`, `stale_version`, `proposal_required`, 422 `invalid_schema` where its schema would not be taken today
 */
export async function rollBackActionType(
  caller: PersonCaller,
  name: string,
  { version, reason, ifVersion }: ActionTypeRollback,
): Promise<ChangedActionType> {
  const { workspaceId } = caller;
  const control = typeControl({ workspaceId, id: await typeIdOf(workspaceId, name) });
  const former = await keptVersion(control, version);
  if (!former) throw new NotFoundError(`Version ${version} of this action type, with all of its settings,`);
  try {
    return await changeType(caller, name, {
      update: settingsIn(former.content),
      ifVersion,
      way: "directly",
      reason,
      restores: version,
    });
  } catch (error) {
    if (!(error instanceof NothingChanged)) throw error;
    throw new ConflictError("nothing_to_change", `What version ${version} says is what applies already.`);
  }
}

/**
 * Accepts a proposal: what it says applies, as the next version.
 * @throws 404, 403 `own_proposal`, 409 `stale_proposal`, `proposal_closed`, 422 `invalid_schema`
 */
export async function acceptTypeProposal(
  caller: PersonCaller,
  name: string,
  proposalId: string,
): Promise<ChangedActionType> {
  const { workspaceId } = caller;
  const control = typeControl({ workspaceId, id: await typeIdOf(workspaceId, name) });
  const { content } = await proposalOf(db(), control, proposalId);
  return changeType(caller, name, {
    update: settingsIn(content as Record<string, unknown>),
    ifVersion: undefined,
    way: "as proposed",
    proposalId,
  });
}
