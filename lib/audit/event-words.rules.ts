import { auditEvents } from "./audit-events.rules";

/** An event's name as words: `action.outcome_reported` → "Action outcome reported". */
export function eventTitle(event: string): string {
  const words = event.replaceAll(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A name such as `typeVersion` or `zone_rank` as words: "type version", "zone rank". */
export function factLabel(name: string): string {
  return name
    .replaceAll("_", " ")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

/** The groups of events with their events, in the order in which they are declared. */
export const eventGroups: ReadonlyMap<string, readonly string[]> = groupEvents();

function groupEvents(): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const event of auditEvents) {
    const group = event.split(".")[0] ?? event;
    groups.set(group, [...(groups.get(group) ?? []), event]);
  }
  return groups;
}

/** What an entry says in one line: its plain facts; hashes, ids, times and the epoch left out. */
export function factsInShort(facts: Readonly<Record<string, unknown>>, most = 4): string {
  const plain = Object.entries(facts).flatMap(([name, value]) => {
    if (typeof value === "boolean") return value ? [factLabel(name)] : [];
    if (name === "epoch") return [];
    if (typeof value === "number") return [`${factLabel(name)} ${value}`];
    if (typeof value !== "string" || value === "" || isMachineText(value)) return [];
    return [`${factLabel(name)} ${value}`];
  });
  return plain.slice(0, most).join(" · ");
}

/** Ids, hashes and times: shown in full on the entry's own page, noise in a list. */
function isMachineText(text: string): boolean {
  return /^[0-9a-f]{32,}$/.test(text) || /^[a-z]{3}_[0-9a-z]{26}$/.test(text) || /^\d{4}-\d\d-\d\dT/.test(text);
}
