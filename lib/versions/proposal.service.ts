import type { Tx } from "@/lib/platform/db/client";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/platform/errors";
import type { By, Content, Control, Live } from "./control";
import { rowOf } from "./control";
import { acceptRefusal, maxOpenProposals, numberAfter, type VersionStatus } from "./version.rules";
import { keepBeginning, needsAnotherPerson, supersede } from "./version.service";

const closed = () => new ConflictError("proposal_closed", "This proposal was accepted or rejected already.");

/**
 * Proposes the whole of a control as it should be. Nothing applies yet.
 * @returns the proposal's id
 * @throws 409 `too_many_proposals`
 */
export async function propose(
  tx: Tx,
  control: Control,
  live: Live,
  { content, by, reason, at }: { content: Content; by: By; reason: string; at: Date },
): Promise<string> {
  // Proposals of one control are counted one after the other.
  const lock = [control.workspaceId, control.kind, control.subjectId].join(" ");
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 20260102))`;
  const open = await tx.controlVersion.count({ where: { ...control, status: "proposed" } });
  if (open >= maxOpenProposals)
    throw new ConflictError(
      "too_many_proposals",
      `${open} proposals for this wait already: accept or reject one of them first.`,
    );
  await keepBeginning(tx, control, live);
  const data = rowOf(control, content, live.content);
  await tx.controlVersion.create({
    data: {
      ...data,
      status: "proposed",
      baseVersion: live.version,
      reason,
      authorId: by.id,
      authorName: by.name,
      createdAt: at,
    },
  });
  return data.id;
}

/** A proposal of this control. @throws 404 */
export async function proposalOf(tx: Pick<Tx, "controlVersion">, control: Control, id: string) {
  // What was never proposed has no reviewer and a number from the start.
  const row = await tx.controlVersion.findFirst({
    where: { ...control, id, OR: [{ version: null }, { reviewerId: { not: null } }] },
  });
  if (!row) throw new NotFoundError("This proposal");
  return row;
}

/**
 * Makes a proposal the version that applies, in the control change that writes its content to where the domain keeps it.
 * @returns its number, and who proposed it
 * @throws 404, 403 `own_proposal`, 409 `stale_proposal`, `proposal_closed`, `stale_version`
 */
export async function acceptProposal(
  tx: Tx,
  control: Control,
  live: Live,
  { id, by, at }: { id: string; by: By; at: Date },
): Promise<{ version: number; authorId: string | null }> {
  const { status, baseVersion, authorId } = await proposalOf(tx, control, id);
  const refusal = acceptRefusal(
    { status: status as VersionStatus, baseVersion, authorId },
    {
      personId: by.id,
      liveVersion: live.version,
      needsAnother: await needsAnotherPerson(tx, control.workspaceId),
    },
  );
  if (refusal === "proposal_closed") throw closed();
  if (refusal === "own_proposal")
    throw new ForbiddenError("own_proposal", "You proposed this yourself: another person has to accept it.");
  if (refusal === "stale_proposal")
    throw new ConflictError(
      "stale_proposal",
      `This was proposed when version ${baseVersion} applied; version ${live.version} does now. Propose it again, from what applies.`,
    );
  await supersede(tx, control, live, at);
  const version = numberAfter(live.version);
  const { count } = await tx.controlVersion.updateMany({
    where: { ...control, id, status: "proposed", baseVersion: live.version },
    data: { status: "live", version, reviewerId: by.id, reviewerName: by.name, reviewedAt: at, liveAt: at },
  });
  if (count !== 1) throw closed();
  return { version, authorId };
}

/** @throws 404, 409 `proposal_closed` */
export async function rejectProposal(
  tx: Tx,
  control: Control,
  { id, by, reason, at }: { id: string; by: By; reason: string; at: Date },
): Promise<void> {
  await proposalOf(tx, control, id);
  const { count } = await tx.controlVersion.updateMany({
    where: { ...control, id, status: "proposed" },
    data: { status: "rejected", reviewerId: by.id, reviewerName: by.name, reviewReason: reason, reviewedAt: at },
  });
  if (count !== 1) throw closed();
}
