import { type CoveredDeed, deedContradictions } from "./covered-deed.rules";
import { type CoveredEntry, type DecisionLeaf, differsInText, namesOf } from "./covered-entry.rules";
import { type CoveredEscalation, differsInEscalation } from "./covered-escalation.rules";
import { type CoveredVote, isKnownVote, voteContradictions } from "./covered-votes.rules";

/** What the database says of an action's decision, beside what the log's entry says. */
interface CoveredDecision {
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
  /** Whether the permit was used. */
  consumed: boolean;
  /** The vote that settles, or has settled, by itself. */
  settlingId: string | null;
}

/** An action as it is stored, with its decision, permit and votes, and the entries that were written with them, the oldest first. */
export interface Covered extends CoveredDecision, CoveredDeed, CoveredEscalation {
  entries: CoveredEntry[];
  votes: CoveredVote[];
}

/** Each is written once for an action. Of two, the first is believed, and that there are two is reported. */
const single = ["action.requested", "action.decided", "action.executed"];

/**
 * Names what of an action's rows differs from the entries that were written with them. Nothing that no entry tells is compared: not the
 * name of the decider or of whom it was escalated to, and not a reason whose text was erased.
 *
 * @returns names such as `outcome`, `by` and `parameters`, and `approval.…` of votes; empty when they agree
 */
export function contradictions(row: Covered): string[] {
  const of = (event: string) => row.entries.filter(({ leaf }) => leaf.event === event);
  const [requested] = of("action.requested");
  if (!requested) return ["entry"];
  const [decided] = of("action.decided");
  const told = decided ? toldByDecision(decided.leaf) : toldAtOnce(requested.leaf.facts);
  const differing: [string, boolean][] = [
    ["entries", single.some((event) => of(event).length > 1)],
    ["status", row.status !== told.status],
    ["outcome", row.outcome !== told.outcome],
    ["by", row.byType !== told.byType || (told.byId !== undefined && row.byId !== told.byId)],
    [
      "reason",
      decided !== undefined &&
        (row.reasonCode !== (decided.leaf.facts.reasonCode ?? null) || differsInText(row.reasonText, decided)),
    ],
    ["at", decided !== undefined && row.atMs !== Date.parse(decided.leaf.at)],
    [
      "permit",
      row.permitDigest !== null &&
        (row.permitDigest !== told.finalDigest || row.permitEpoch !== (decided ?? requested).leaf.facts.epoch),
    ],
    ["executed", row.consumed !== of("action.executed").length > 0],
    ["escalation", differsInEscalation(row, of("action.escalated").at(-1)?.leaf)],
    ["settling", row.settlingId !== null && !isKnownVote(row.settlingId, row)],
  ];
  const votes = row.votes.flatMap((vote) => voteContradictions(vote, row));
  return [
    ...new Set([...namesOf(differing), ...deedContradictions(row, requested.leaf.facts, told.finalDigest), ...votes]),
  ];
}

interface Told {
  status: unknown;
  outcome: unknown;
  byType: unknown;
  byId?: unknown;
  /** Of what may run; null where nothing may. */
  finalDigest: unknown;
}

function toldByDecision({ actor, facts }: DecisionLeaf): Told {
  return {
    status: facts.status,
    outcome: facts.outcome,
    byType: actor.type,
    byId: actor.id,
    finalDigest: facts.finalDigest ?? null,
  };
}

/** What the gate answered when it was asked: its own decision, or none. */
function toldAtOnce(facts: Record<string, unknown>): Told {
  const own = facts.decision as { outcome: string; by: string } | null;
  return {
    status: facts.status,
    outcome: own?.outcome ?? null,
    byType: own?.by ?? null,
    finalDigest: facts.status === "approved" ? facts.digest : null,
  };
}
