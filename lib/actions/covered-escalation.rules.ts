import type { DecisionLeaf } from "./covered-entry.rules";

/** A team, a role or a person, by id; all null where it was handed to nobody. */
interface Target {
  teamId: string | null;
  role: string | null;
  personId: string | null;
}

/** Whom an action waits for, as its row says. */
export interface CoveredEscalation {
  escalatedTeamId: string | null;
  escalatedRole: string | null;
  escalatedPersonId: string | null;
  escalatedBecause: string | null;
}

/** Whether a row names others than its entry. Entries from before one could escalate to a person name none, and those of other events nobody. */
export function differsInTarget({ teamId, role, personId }: Target, facts: DecisionLeaf["facts"]): boolean {
  const to = (facts.to ?? {}) as Partial<Record<keyof Target, unknown>>;
  return teamId !== (to.teamId ?? null) || role !== (to.role ?? null) || personId !== (to.personId ?? null);
}

/**
 * Whether an action waits for others, or for another reason, than its last escalation says; nothing ends one but the next. The person's name beside the
 * id (`escalated_person_name`, and `to_person_name` of a vote) is not compared: the log holds the id alone, as of everybody.
 * @param last the last `action.escalated`, whether a person handed it on or nobody was left to answer it
 */
export function differsInEscalation(
  { escalatedTeamId, escalatedRole, escalatedPersonId, escalatedBecause }: CoveredEscalation,
  last: DecisionLeaf | undefined,
): boolean {
  const facts = last?.facts ?? {};
  return (
    differsInTarget({ teamId: escalatedTeamId, role: escalatedRole, personId: escalatedPersonId }, facts) ||
    escalatedBecause !== (facts.because ?? null)
  );
}
