import type { Draft, DraftFaults } from "@/components/catalog/draft.rules";

/** What every part of the entry's form is given. */
export interface EditorPart {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  /** Faults that should be shown now, by field. */
  faults: DraftFaults;
  readOnly: boolean;
}
