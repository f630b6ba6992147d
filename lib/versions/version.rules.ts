/** What may become of a version of a control. Accepting a proposal is what makes it live: "accepted" is no state that anything rests in. */
const successors = {
  proposed: ["live", "rejected"],
  live: ["superseded"],
  superseded: [],
  rejected: [],
} as const satisfies Record<string, readonly string[]>;

export type VersionStatus = keyof typeof successors;
export const versionStatuses = Object.keys(successors) as VersionStatus[];

export function mayBecome(from: VersionStatus, to: VersionStatus): boolean {
  return (successors[from] as readonly VersionStatus[]).includes(to);
}

/** How many proposals for one control may be open at once. */
export const maxOpenProposals = 20;
/** How much a person may write about why, in UTF-16 units. */
export const maxReasonLength = 2_000;

/** The number of what follows a version; of the first, where nothing applied before. */
export function numberAfter(version: number | null): number {
  return (version ?? 0) + 1;
}

/** A proposal, as far as it says who may accept it. */
export interface OpenProposal {
  status: VersionStatus;
  baseVersion: number | null;
  authorId: string | null;
}

/** Was it made from a version that no longer applies? Then what it would change is not what its author saw. */
export function isStale({ baseVersion }: Pick<OpenProposal, "baseVersion">, liveVersion: number | null): boolean {
  return baseVersion !== liveVersion;
}

/**
 * Why a proposal may not be accepted, or null where it may.
 * @param needsAnother the workspace wants another person than its author
 */
export function acceptRefusal(
  proposal: OpenProposal,
  { personId, liveVersion, needsAnother }: { personId: string; liveVersion: number | null; needsAnother: boolean },
): "proposal_closed" | "stale_proposal" | "own_proposal" | null {
  if (!mayBecome(proposal.status, "live")) return "proposal_closed";
  if (needsAnother && proposal.authorId === personId) return "own_proposal";
  return isStale(proposal, liveVersion) ? "stale_proposal" : null;
}
