/** What the database says of an action's decision, beside what the log's entry says. */
export interface CoveredDecision {
  status: string;
  outcome: string | null;
  byType: string | null;
  byId: string | null;
  reasonCode: string | null;
  reasonText: string | null;
  /** Unix milliseconds. */
  atMs: number | null;
  permitDigest: string | null;
  permitEpoch: number | null;
}

/** The leaf that tells of it: `action.decided`, or `action.requested` where the gate decided at once or nobody did yet. */
export interface DecisionLeaf {
  event: string;
  at: string;
  actor: { type: string; id: string };
  facts: Record<string, unknown>;
  commitment?: string;
}

/** What was kept outside the leaf, where it was not erased; already compared with the leaf's commitment. */
export interface LeafTexts {
  isCommitted: boolean;
  reason: string | null;
}

/**
 * Names what of a decision's row differs from the entry that was written with it. Nothing that the entry does not tell is compared: not the
 * decider's name, and not a reason whose text was erased.
 *
 * @returns names such as `outcome` and `by`; empty when they agree
 */
export function contradictions(row: CoveredDecision, leaf: DecisionLeaf, texts: LeafTexts | null): string[] {
  const { facts } = leaf;
  const told = leaf.event === "action.decided" ? decided(leaf) : atOnce(facts);
  const differing: [string, boolean][] = [
    ["status", row.status !== told.status],
    ["outcome", row.outcome !== told.outcome],
    ["by", row.byType !== told.byType || (told.byId !== undefined && row.byId !== told.byId)],
    ["reason", differsInReason(row, leaf, texts)],
    ["at", leaf.event === "action.decided" && row.atMs !== Date.parse(leaf.at)],
    ["permit", row.permitDigest !== null && (row.permitDigest !== told.permitDigest || row.permitEpoch !== facts.epoch)],
  ];
  return differing.flatMap(([name, differs]) => (differs ? [name] : []));
}

interface Told {
  status: unknown;
  outcome: unknown;
  byType: unknown;
  byId?: unknown;
  permitDigest: unknown;
}

function decided({ actor, facts }: DecisionLeaf): Told {
  return { status: facts.status, outcome: facts.outcome, byType: actor.type, byId: actor.id, permitDigest: facts.finalDigest };
}

/** What the gate told when it was asked: its own decision, or none. */
function atOnce(facts: Record<string, unknown>): Told {
  const own = facts.decision as { outcome: string; by: string } | null;
  return { status: facts.status, outcome: own?.outcome ?? null, byType: own?.by ?? null, permitDigest: facts.status === "approved" ? facts.digest : null };
}

function differsInReason(row: CoveredDecision, { event, facts, commitment }: DecisionLeaf, texts: LeafTexts | null): boolean {
  if (event !== "action.decided") return false;
  if (row.reasonCode !== (facts.reasonCode ?? null)) return true;
  if (commitment === undefined) return (row.reasonText ?? "") !== "";
  return texts !== null && (!texts.isCommitted || texts.reason !== row.reasonText);
}

/** What a vote's row says, and the leaf of its `approval.given`. @returns what differs, as above */
export function voteContradictions(row: { personId: string; vote: string; seenDigest: string; finalDigest: string | null }, { actor, facts }: DecisionLeaf): string[] {
  const differing: [string, boolean][] = [
    ["by", actor.id !== row.personId],
    ["vote", facts.vote !== row.vote],
    ["seenDigest", facts.seenDigest !== row.seenDigest],
    ["finalDigest", (facts.finalDigest ?? null) !== row.finalDigest],
  ];
  return differing.flatMap(([name, differs]) => (differs ? [name] : []));
}
