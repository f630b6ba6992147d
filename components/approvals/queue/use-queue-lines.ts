"use client";

import { useCallback, useMemo, useState } from "react";
import {
  asTheyAre,
  type GroupLine,
  groupKey,
  isGroupLine,
  queueLines,
  type QueueLines,
  shows,
  standsFor,
} from "@/lib/approvals/queue-lines.rules";
import type { QueueFilters, QueueItem } from "@/lib/approvals/queue.rules";

export interface ShownLines extends Pick<QueueLines, "lines" | "order"> {
  /** The line that shows an action. */
  lineOf: (id: string) => number;
  /** The action next to the one that a line stands for; null at the ends. */
  beside: (id: string | null, by: 1 | -1) => string | null;
  /** Folds a group, or shows its actions. */
  toggle: (key: string) => void;
  /** The group in which an action is, folded or not; null where it is in none. */
  keyOf: (id: string | null) => string | null;
  /** The group under which an action is folded; null where it stands by itself. */
  groupAt: (id: string | null) => GroupLine | null;
}

const none: ReadonlySet<string> = new Set();

/** The queue as lines: a flood of one agent is one line until one asks for its actions. What was narrowed to one agent and type is shown as it is. */
export function useQueueLines(items: readonly QueueItem[], { view, agentId, action }: QueueFilters): ShownLines {
  const [unfolded, setUnfolded] = useState(none);
  const [before, setBefore] = useState(none);
  const folds = view !== "decided" && (agentId === null || action === null);
  const { lines, order, keys } = useMemo(
    () => (folds ? queueLines(items, unfolded, before) : asTheyAre(items)),
    [items, unfolded, before, folds],
  );
  if (folds && [...keys].some((key) => !before.has(key))) setBefore(new Set([...before, ...keys]));

  const toggle = useCallback(
    (key: string) =>
      setUnfolded((known) => new Set(known.has(key) ? [...known].filter((other) => other !== key) : [...known, key])),
    [],
  );
  return useMemo(() => {
    const lineOf = (id: string) => lines.findIndex((line) => shows(line, id));
    return {
      lines,
      order,
      toggle,
      lineOf,
      beside(id, by) {
        const at = id === null ? -1 : lineOf(id);
        for (let index = at < 0 ? 0 : at + by; index >= 0 && index < lines.length; index += by) {
          const line = lines[index];
          const found = line && standsFor(line);
          if (found) return found.id;
        }
        return null;
      },
      keyOf(id) {
        const item = order.find((each) => each.id === id);
        const key = item && groupKey(item);
        return key !== undefined && keys.has(key) ? key : null;
      },
      groupAt(id) {
        const line = id === null ? undefined : lines[lineOf(id)];
        return line && isGroupLine(line) ? line : null;
      },
    };
  }, [lines, order, keys, toggle]);
}
