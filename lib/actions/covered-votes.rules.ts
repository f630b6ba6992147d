import { digestOfStored } from "./covered-deed.rules";
import { type CoveredEntry, differsInText, namesOf } from "./covered-entry.rules";
import { differsInTarget } from "./covered-escalation.rules";
import type { AskedDeed } from "./edited-deed.rules";

/** What a vote's row says. */
export interface CoveredVote {
  id: string;
  personId: string;
  vote: string;
  seenDigest: string;
  finalDigest: string | null;
  /** JSON text; null where it gives nothing to run. */
  finalParameters: string | null;
  reasonText: string;
  /** Of an escalation: whom it hands the action to. */
  toTeamId: string | null;
  toRole: string | null;
  toPersonId: string | null;
  epoch: number | null;
  /** Unix milliseconds. */
  atMs: number;
  withdrawn: boolean;
}

const isAbout = (vote: CoveredVote, event: string, { leaf }: CoveredEntry): boolean =>
  leaf.event === event && leaf.facts.approvalId === vote.id;

/** A vote without grace and its decision are one change, told by the decision's entry: of the same person, at the same moment. */
function isDecisionBy(vote: CoveredVote, { leaf: { event, actor, facts, at } }: CoveredEntry): boolean {
  return (
    event === "action.decided" &&
    (facts.approvalId ?? null) === null &&
    actor.type === "person" &&
    actor.id === vote.personId &&
    facts.outcome === vote.vote &&
    Date.parse(at) === vote.atMs
  );
}

/** The entry that was written with a vote. */
function entryOf(vote: CoveredVote, entries: readonly CoveredEntry[]): CoveredEntry | undefined {
  const own = vote.vote === "escalate" ? "action.escalated" : "approval.given";
  return entries.find((entry) => isAbout(vote, own, entry)) ?? entries.find((entry) => isDecisionBy(vote, entry));
}

/** @returns what of a vote differs from its entry, as `approval.…`; `approval.entry` where it has none: nobody gave it through the product */
export function voteContradictions(vote: CoveredVote, row: AskedDeed & { entries: readonly CoveredEntry[] }): string[] {
  const entry = entryOf(vote, row.entries);
  if (!entry) return ["approval.entry"];
  const { event, actor, facts, at } = entry.leaf;
  const final = vote.finalParameters === null ? null : digestOfStored(row, vote.finalParameters);
  return namesOf([
    ["approval.by", actor.id !== vote.personId],
    ["approval.vote", event === "approval.given" && facts.vote !== vote.vote],
    ["approval.seenDigest", facts.seenDigest !== undefined && facts.seenDigest !== vote.seenDigest],
    ["approval.finalDigest", (facts.finalDigest ?? null) !== vote.finalDigest],
    ["approval.finalParameters", final !== (facts.finalDigest ?? null)],
    ["approval.reason", differsInText(vote.reasonText, entry)],
    ["approval.to", differsInTarget({ teamId: vote.toTeamId, role: vote.toRole, personId: vote.toPersonId }, facts)],
    ["approval.epoch", event === "approval.given" && (facts.epoch ?? null) !== vote.epoch],
    ["approval.at", Date.parse(at) !== vote.atMs],
    ["approval.withdrawn", vote.withdrawn !== row.entries.some((other) => isAbout(vote, "approval.withdrawn", other))],
  ]);
}

/** Whether the log knows the vote by which an action settles: given on this very action, and not withdrawn. */
export function isKnownVote(
  approvalId: string,
  { entries, votes }: { entries: readonly CoveredEntry[]; votes: readonly CoveredVote[] },
): boolean {
  const vote = votes.find(({ id }) => id === approvalId);
  return (
    vote !== undefined &&
    entries.some((entry) => isAbout(vote, "approval.given", entry)) &&
    !entries.some((entry) => isAbout(vote, "approval.withdrawn", entry))
  );
}
