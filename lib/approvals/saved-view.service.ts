import { recordEntry } from "@/lib/audit/audit.service";
import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import type { Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { isUniqueViolation } from "@/lib/platform/db/unique-violation";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { maxSavedViews, nameTaken, viewsFull } from "./saved-view.rules";
import type { SavedView, SavedViewCreate, SavedViewUpdate } from "./saved-view.schemas";
import { getSavedView, ownViews } from "./saved-view.views";

const refuseName = (name: string) => new ConflictError("name_taken", nameTaken(name));

/** A name and what somebody looks for are their own words: they stay outside the leaf, as a person's name and time zone do. */
function record(
  tx: Tx,
  caller: PersonCaller,
  event: AuditEvent,
  id: string,
  words?: Record<string, unknown>,
): Promise<void> {
  const actor = { type: "person" as const, id: caller.personId };
  return recordEntry(tx, {
    workspaceId: caller.workspaceId,
    actor,
    event,
    subject: { type: "saved_view", id },
    facts: {},
    private: words,
  });
}

/** Keeps a page's view under a name. @throws 409 `name_taken`, `too_many_saved_views` */
export async function saveView(
  caller: PersonCaller,
  { name, page = "approvals", filters }: SavedViewCreate,
): Promise<SavedView> {
  const { workspaceId, personId } = caller;
  const id = newId("savedView");
  await transaction(async (tx) => {
    // One at a time per person, or two at the same moment would both be the last that fits.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`saved_views ${workspaceId} ${personId}`}, 0))`;
    if ((await tx.savedView.count({ where: { ...ownViews(caller), page } })) >= maxSavedViews)
      throw new ConflictError("too_many_saved_views", viewsFull);
    const made = await tx.savedView.createMany({
      data: [{ id, workspaceId, personId, name, page, filters }],
      skipDuplicates: true,
    });
    if (made.count !== 1) throw refuseName(name);
    await record(tx, caller, "saved_view.created", id, { name, page, filters });
  });
  return getSavedView(caller, id);
}

/** @throws 404 for a view that is not the caller's, 409 `name_taken` */
export async function renameView(caller: PersonCaller, id: string, { name }: SavedViewUpdate): Promise<SavedView> {
  try {
    await transaction(async (tx) => {
      const { count } = await tx.savedView.updateMany({
        where: { id, ...ownViews(caller), name: { not: name } },
        data: { name },
      });
      // None where it has the name already: nothing changes, and reading it below finds out whether it is there.
      if (count === 1) await record(tx, caller, "saved_view.updated", id, { name });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? refuseName(name) : error;
  }
  return getSavedView(caller, id);
}

/** @throws 404 for a view that is not the caller's, or deleted already */
export async function deleteView(caller: PersonCaller, id: string): Promise<void> {
  await transaction(async (tx) => {
    const { count } = await tx.savedView.updateMany({
      where: { id, ...ownViews(caller) },
      data: { deletedAt: new Date() },
    });
    if (count !== 1) throw new NotFoundError("This view");
    await record(tx, caller, "saved_view.deleted", id);
  });
}
