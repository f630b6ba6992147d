/** Something that can be named instead of typing its id. */
export interface NamedOption {
  id: string;
  /** Its name with what tells it from others of that name. */
  label: string;
}

/** What was found for some words. */
export interface FoundNames {
  options: readonly NamedOption[];
  /** There are more than these. */
  more: boolean;
}

/** Whether a text is a whole id, `agt_` and 26 characters: a name may have an underscore too. */
export function isId(text: string): boolean {
  return /^[a-z]+_[0-9a-z]{26}$/u.test(text);
}

/** Those that a text may mean: the one whose label or id it is, else all whose label holds it. */
export function meant(options: readonly NamedOption[], text: string): NamedOption[] {
  const words = text.toLowerCase();
  const exact = options.filter((option) => option.label.toLowerCase() === words || option.id === text);
  return exact.length > 0 ? exact : options.filter((option) => option.label.toLowerCase().includes(words));
}

/** So many are on offer at a time: who looks for one among more types on. */
const mostOffered = 50;

/**
 * The usual words on offer for a text: those that begin with it first, then those that hold it; all while it is empty or is one of them, so
 * that another can be chosen.
 */
export function offeredWords(
  words: readonly string[],
  text: string,
): { options: { value: string; label: string }[]; more: boolean } {
  const wanted = text.trim().toLowerCase();
  const isWhole = wanted === "" || words.some((word) => word.toLowerCase() === wanted);
  const begin = isWhole ? words : words.filter((word) => word.toLowerCase().startsWith(wanted));
  const hold = isWhole ? [] : words.filter((word) => word.toLowerCase().indexOf(wanted) > 0);
  const found = [...begin, ...hold];
  return {
    options: found.slice(0, mostOffered).map((word) => ({ value: word, label: word })),
    more: found.length > mostOffered,
  };
}
