/**
 * Keys are written as on the sheet: `a`, `?`, `shift+j`, `mod+k` (⌘ on a Mac, Ctrl elsewhere), `Enter`, `Space`,
 * `Escape`, or two after each other: `g b`.
 */
export interface KeyPress {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** A press in the notation above; null for a modifier by itself. */
export function pressName(press: KeyPress): string | null {
  if (["Shift", "Control", "Meta", "Alt", "AltGraph", "CapsLock", "Dead"].includes(press.key)) return null;
  const key = press.key === " " ? "Space" : latinKey(press);
  const letterOrName = /^[a-z]$/u.test(key) || key.length > 1;
  return [
    press.ctrlKey || press.metaKey ? "mod" : null,
    press.altKey ? "alt" : null,
    // The shift in `?` belongs to the character, not to the shortcut.
    press.shiftKey && letterOrName ? "shift" : null,
    key,
  ]
    .filter(Boolean)
    .join("+");
}

/** On a keyboard of another script the key is taken by its place, so that A stays A. */
function latinKey({ key, code }: KeyPress): string {
  if (key.length !== 1) return key;
  const isForeignLetter = /\p{L}/u.test(key) && !/[a-z]/iu.test(key);
  const byPlace = /^Key([A-Z])$/u.exec(code)?.[1];
  return (isForeignLetter && byPlace ? byPlace : key).toLowerCase();
}

/** Whether a shortcut is one plain character (or a sequence of them): those can be switched off (WCAG 2.1.4). */
export function isSingleKey(keys: string): boolean {
  return (
    !keys.includes("mod+") && !keys.includes("alt+") && !["Escape", "Enter"].includes(keys) && !keys.startsWith("Arrow")
  );
}

/** In what the focus is: a text field, a control that Enter or Space press, something over the page, or none of these. */
export type ShortcutPlace = "field" | "control" | "overlay" | "page";

/** What decides whether a key is a command where it is pressed. */
export interface ShortcutSituation {
  place: ShortcutPlace;
  /** Words are expected: a form stands open, whether or not the focus is in it. */
  writing: boolean;
  /** Single keys act: a person may switch them off. */
  singleKeys: boolean;
}

/** Whether a shortcut acts now. */
export function mayAct(
  { keys, inFields = false }: { keys: string; inFields?: boolean },
  { place, writing, singleKeys }: ShortcutSituation,
): boolean {
  if (place === "overlay" || (isSingleKey(keys) && !singleKeys)) return false;
  if (place === "field" || writing) return inFields;
  const activates = keys === "Enter" || keys === "Space";
  return !(activates && place === "control");
}

/**
 * What a press completes. After the first key of a sequence the next key belongs to the sequence alone: G then A goes
 * somewhere and never approves.
 *
 * @param pending the first key of a sequence that was pressed just before, or null
 * @returns `match` the keys completed, `pending` what to remember for the next press
 */
export function advance(
  pending: string | null,
  press: string,
  known: ReadonlySet<string>,
): { match: string | null; pending: string | null } {
  if (pending !== null) {
    const sequence = `${pending} ${press}`;
    return { match: known.has(sequence) ? sequence : null, pending: null };
  }
  const startsSequence = [...known].some((keys) => keys.startsWith(`${press} `));
  if (startsSequence) return { match: null, pending: press };
  return { match: known.has(press) ? press : null, pending: null };
}

const signs: Record<string, string> = {
  Space: "Space",
  Enter: "↵",
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  shift: "⇧",
};

/** The keys as they are drawn, one entry per key to press: `mod+k` → [`⌘`, `K`], `g b` → [`G`, `B`]. */
export function drawnKeys(keys: string, isMac: boolean): string[] {
  return keys.split(/[ +](?!$)/u).map((key) => {
    if (key === "mod") return isMac ? "⌘" : "Ctrl";
    return signs[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}
