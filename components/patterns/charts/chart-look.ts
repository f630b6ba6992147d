/** How series are told apart, by position: ink, blue, grey; solid, dashed, dotted. Never a signal's colour. */
export const seriesFills = ["var(--ink-soft)", "var(--accent)", "var(--field)"] as const;
export const seriesDashes = [undefined, "6 3", "2 3"] as const;
