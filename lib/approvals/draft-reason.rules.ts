import type { Answer } from "./answers.rules";

/** The reason that is being written, and those that were written for other answers. */
export interface ReasonDraft {
  choice: Answer | null;
  reason: string;
  /** By the answer they were written for; `none` before one was chosen. */
  kept: Partial<Record<Answer | "none", string>>;
}

/**
 * Turns to another answer, or to none. Words are for the answer that they were written for: those of a rejection never become the reason
 * of an approval. What was written before anything was chosen goes with the first that is.
 */
export function turnedTo<D extends ReasonDraft>(draft: D, choice: Answer | null): D {
  if (choice === draft.choice) return draft;
  const kept = { ...draft.kept, [draft.choice ?? "none"]: draft.reason };
  const at = choice ?? "none";
  const from = kept[at] ? at : "none";
  return { ...draft, choice, reason: kept[from] ?? "", kept: { ...kept, [from]: "" } };
}

/** Everything that was written, whatever for. */
export function writtenReasons({ reason, kept }: ReasonDraft): string[] {
  return [reason, ...Object.values(kept)].map((words) => words.trim()).filter((words) => words !== "");
}
