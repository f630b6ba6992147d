import { riskier, type Zone } from "@/lib/platform/zone.rules";
import type { QueueItem } from "./queue.rules";

/** What waits of one agent and action type, where that is a flood. */
export interface QueueGroup {
  key: string;
  /** In the queue's order; at least two. */
  items: readonly QueueItem[];
}

export interface GroupLine {
  id: string;
  group: QueueGroup;
  /** Where it is not, its actions follow, each a line of its own. */
  folded: boolean;
}

/** A line of the queue: an action, or a group. */
export type QueueLine = QueueItem | GroupLine;

export function isGroupLine(line: QueueLine): line is GroupLine {
  return "group" in line;
}

/** More than so many of one agent and type are a group; what became one stays so while it has two. */
export const foldOver = 5;
/** Only the most urgent are looked at: the list stays a list, however long it is, and a flood is met where it leads. */
export const foldReach = 1_000;

/** What groups together. Names that the catalog does not know are free: whoever invents them counts as one. */
export function groupKey({ agentId, action, declared }: Pick<QueueItem, "agentId" | "action" | "declared">): string {
  return declared ? `${agentId} ${action}` : `${agentId} undeclared`;
}

export interface QueueLines {
  lines: readonly QueueLine[];
  /** Every action in the order in which the lines stand, folded ones in their group's place. */
  order: readonly QueueItem[];
  /** The groups there are. */
  keys: ReadonlySet<string>;
}

/**
 * Folds floods. A group stands where the most urgent of its actions stood, so the order of the lines is still that of the queue.
 * @param unfolded the groups whose actions are shown
 * @param before the groups there were: they stay, while they have two
 */
export function queueLines(
  items: readonly QueueItem[],
  unfolded: ReadonlySet<string>,
  before: ReadonlySet<string>,
): QueueLines {
  const reached = items.slice(0, foldReach);
  const groups = groupsOf(reached, before);
  if (groups.size === 0) return asTheyAre(items);
  const lines: QueueLine[] = [];
  const order: QueueItem[] = [];
  const placed = new Set<string>();
  for (const item of reached) {
    const group = groups.get(groupKey(item));
    if (!group) {
      lines.push(item);
      order.push(item);
    } else if (!placed.has(group.key)) {
      placed.add(group.key);
      const folded = !unfolded.has(group.key);
      lines.push({ id: `group ${group.key}`, group, folded }, ...(folded ? [] : group.items));
      order.push(...group.items);
    }
  }
  const rest = items.slice(foldReach);
  return { lines: lines.concat(rest), order: order.concat(rest), keys: new Set(groups.keys()) };
}

const none: ReadonlySet<string> = new Set();

/** Every action a line of its own. */
export function asTheyAre(items: readonly QueueItem[]): QueueLines {
  return { lines: items, order: items, keys: none };
}

function groupsOf(items: readonly QueueItem[], before: ReadonlySet<string>): Map<string, QueueGroup> {
  const members = new Map<string, QueueItem[]>();
  for (const item of items) {
    const key = groupKey(item);
    const known = members.get(key);
    if (known) known.push(item);
    else members.set(key, [item]);
  }
  const groups = new Map<string, QueueGroup>();
  for (const [key, of] of members)
    if (of.length > (before.has(key) ? 1 : foldOver)) groups.set(key, { key, items: of });
  return groups;
}

/** The action that a line stands for: of a folded group its most urgent; null where the actions follow. */
export function standsFor(line: QueueLine): QueueItem | null {
  if (!isGroupLine(line)) return line;
  return line.folded ? (line.group.items[0] ?? null) : null;
}

/** Whether an action is shown by this line, by itself or within a folded group. */
export function shows(line: QueueLine, id: string): boolean {
  return isGroupLine(line) ? line.folded && line.group.items.some((item) => item.id === id) : line.id === id;
}

/** What a group's line says: how many still wait, in which zone at worst, until when the first of them, and what was asked about all of them. */
export interface GroupFacts {
  waiting: readonly QueueItem[];
  zone: Zone;
  expiresAt: string | null;
  openQuestions: number;
  answeredQuestions: number;
}

/** @param latest the newest that is known of each */
export function groupFacts(group: QueueGroup, latest: (item: QueueItem) => QueueItem): GroupFacts {
  const waiting = group.items.map(latest).filter((item) => item.status === "pending");
  return {
    waiting,
    zone: waiting.reduce<Zone>((worst, item) => riskier(worst, item.zone), "green"),
    expiresAt: waiting
      .map((item) => item.expiresAt)
      .reduce<string | null>((first, at) => (first === null || at < first ? at : first), null),
    openQuestions: waiting.reduce((sum, { questions }) => sum + (questions?.open ?? 0), 0),
    answeredQuestions: waiting.reduce((sum, { questions }) => sum + (questions?.answered ?? 0), 0),
  };
}
