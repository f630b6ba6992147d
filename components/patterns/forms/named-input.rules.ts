/** Something that can be named instead of typing its id. */
export interface NamedOption {
  id: string;
  /** Its name with what tells it from others of that name. */
  label: string;
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
