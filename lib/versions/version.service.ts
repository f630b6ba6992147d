import type { Tx } from "@/lib/platform/db/client";
import { ConflictError } from "@/lib/platform/errors";
import type { By, Content, Control, Live } from "./control";
import { rowOf } from "./control";
import { numberAfter } from "./version.rules";

// All of these write inside the transaction of a domain's own control change, which holds the workspace's lock, moves the epoch and records
// the entry. That only one of two becomes version n is held by the writes themselves: one row of a control is live, one has a number.

interface Made {
  content: Content;
  by: By;
  reason: string | null;
  at: Date;
}

/** The first version of a control that is made now. */
export async function keepFirst(tx: Tx, control: Control, { content, by, reason, at }: Made): Promise<void> {
  await tx.controlVersion.create({
    data: {
      ...rowOf(control, content, null),
      version: numberAfter(null),
      status: "live",
      reason,
      authorId: by.id,
      authorName: by.name,
      createdAt: at,
      liveAt: at,
    },
  });
}

/** What applied before its history was kept begins it, without an author. */
export async function keepBeginning(tx: Tx, control: Control, { version, content, since }: Live): Promise<void> {
  await tx.controlVersion.createMany({
    data: [{ ...rowOf(control, content, null), version, status: "live", createdAt: since, liveAt: since }],
    skipDuplicates: true,
  });
}

/** The version that applied applies no more. @throws 409 `stale_version` where another applies by now */
export async function supersede(tx: Tx, control: Control, live: Live, at: Date): Promise<void> {
  await keepBeginning(tx, control, live);
  const { count } = await tx.controlVersion.updateMany({
    where: { ...control, version: live.version, status: "live" },
    data: { status: "superseded", supersededAt: at },
  });
  if (count !== 1)
    throw new ConflictError("stale_version", "Somebody has changed this meanwhile. Look again before you change it.");
}

/**
 * The version that follows the one that applies.
 * @param restores the version whose content it brings back
 * @returns its number
 * @throws 409 `stale_version`
 */
export async function keepNext(
  tx: Tx,
  control: Control,
  live: Live,
  { content, by, reason, at, restores = null }: Made & { restores?: number | null },
): Promise<number> {
  await supersede(tx, control, live, at);
  const version = numberAfter(live.version);
  await tx.controlVersion.create({
    data: {
      ...rowOf(control, content, live.content),
      version,
      status: "live",
      baseVersion: live.version,
      restores,
      reason,
      authorId: by.id,
      authorName: by.name,
      createdAt: at,
      liveAt: at,
    },
  });
  return version;
}

/** Does a change of a control take two people here? Under the workspace's lock the answer holds until the commit. */
export async function needsAnotherPerson(tx: Tx, workspaceId: string): Promise<boolean> {
  const { controlsNeedAnotherPerson } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { controlsNeedAnotherPerson: true },
  });
  return controlsNeedAnotherPerson;
}

/** @param advice what to do instead, as a sentence @throws 409 `proposal_required` where nobody changes a control alone */
export async function requireDirectChange(
  tx: Tx,
  workspaceId: string,
  advice = "Propose it, and somebody else accepts it.",
): Promise<void> {
  if (await needsAnotherPerson(tx, workspaceId))
    throw new ConflictError(
      "proposal_required",
      `In this workspace a change of a control needs another person. ${advice}`,
    );
}
