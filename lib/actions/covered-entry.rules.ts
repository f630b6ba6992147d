/** A leaf of the log, as far as it is compared. */
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

export interface CoveredEntry {
  leaf: DecisionLeaf;
  texts: LeafTexts | null;
}

/** Names what differs. */
export const namesOf = (differing: [string, boolean][]): string[] =>
  differing.flatMap(([name, differs]) => (differs ? [name] : []));

/** Whether a reason's text is another than the one that its entry is committed to. */
export function differsInText(text: string | null, { leaf, texts }: CoveredEntry): boolean {
  if (leaf.commitment === undefined) return (text ?? "") !== "";
  return texts !== null && (!texts.isCommitted || texts.reason !== text);
}
