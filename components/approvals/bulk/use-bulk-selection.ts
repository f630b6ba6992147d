"use client";

import { useCallback, useMemo, useState } from "react";
import type { Queue } from "@/components/approvals/queue/use-queue";
import type { ShownLines } from "@/components/approvals/queue/use-queue-lines";
import { useSteady } from "@/components/patterns/page/steady";
import { useCan } from "@/components/people/use-can";
import { toast } from "@/components/ui/notify";
import { bulkObstacle, maxBulk, type QueueItem, rangeBetween } from "@/lib/approvals/queue.rules";

export interface BulkSelection {
  items: readonly QueueItem[];
  has: (id: string) => boolean;
  /** Whether the reader's role decides anything: for the others there is nothing to choose for. */
  offered: boolean;
  toggle: (id: string) => void;
  /** Chooses everything from where choosing began to `id`, as far as it can be chosen together. */
  extendTo: (from: string, id: string) => void;
  /** Chooses all of a group, as many as can be answered together; chooses none where all are chosen. */
  toggleAll: (of: readonly QueueItem[]) => void;
  /** Whether what is chosen was chosen as a group. */
  whole: boolean;
  clear: () => void;
}

const none: readonly QueueItem[] = [];

/** The rows chosen to be answered together: one action type, one zone, or all of a group; red only to be rejected. Those that are decided meanwhile fall out. */
export function useBulkSelection(
  { order: rows }: Pick<ShownLines, "order">,
  { latest }: Pick<Queue, "latest">,
): BulkSelection {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [anchor, setAnchor] = useState<string | null>(null);
  const [whole, setWhole] = useState(false);
  const offered = useCan("action:decide_escalated");

  const items = useMemo(() => {
    if (chosen.length === 0) return none;
    const wanted = new Set(chosen);
    return rows
      .filter((row) => wanted.has(row.id))
      .map(latest)
      .filter((row) => row.status === "pending" && !row.settling);
  }, [chosen, rows, latest]);
  const ids = useMemo(() => new Set(items.map((item) => item.id)), [items]);

  const { toggle, toggleAll, extendTo } = useSteady<Pick<BulkSelection, "toggle" | "toggleAll" | "extendTo">>({
    toggleAll(of: readonly QueueItem[]) {
      if (!offered) return;
      const open = of.map(latest).filter((row) => row.status === "pending" && !row.settling);
      const taken = open.slice(0, maxBulk).map((row) => row.id);
      const chosenAlready = taken.every((id) => ids.has(id));
      setWhole(!chosenAlready && taken.length > 0 && taken.length === open.length);
      setAnchor(null);
      setChosen(chosenAlready ? [] : taken);
      if (!chosenAlready && open.length > maxBulk)
        toast(`The first ${maxBulk} of ${open.length} are chosen: no more can be answered together.`, {
          id: "bulk-obstacle",
        });
    },
    toggle(id: string) {
      if (!offered) return;
      setWhole(false);
      if (ids.has(id)) {
        setChosen([...ids].filter((other) => other !== id));
        return;
      }
      const row = rows.find((candidate) => candidate.id === id);
      if (!row) return;
      const obstacle = bulkObstacle(items, latest(row));
      if (obstacle) {
        toast(obstacle, { id: "bulk-obstacle" });
        return;
      }
      setAnchor(id);
      setChosen([...ids, id]);
    },
    extendTo(from: string, id: string) {
      if (!offered) return;
      setWhole(false);
      const start = items.length > 0 && anchor !== null ? anchor : from;
      if (items.length === 0) setAnchor(from);
      const taken: QueueItem[] = [];
      let obstacle: string | null = null;
      for (const row of ordered(rangeBetween(rows, start, id), start)) {
        const found = bulkObstacle(taken, latest(row));
        if (found) obstacle ??= found;
        else taken.push(latest(row));
      }
      if (obstacle) toast(obstacle, { id: "bulk-obstacle" });
      setChosen(taken.map((row) => row.id));
    },
  });

  const clear = useCallback(() => {
    setChosen([]);
    setAnchor(null);
    setWhole(false);
  }, []);

  return useMemo(
    () => ({ items, has: (id) => ids.has(id), offered, toggle, toggleAll, extendTo, whole, clear }),
    [items, ids, offered, toggle, toggleAll, extendTo, whole, clear],
  );
}

/** A range beginning where choosing began, so that its type and zone set the measure. */
function ordered(range: QueueItem[], start: string): QueueItem[] {
  return range.at(0)?.id === start ? range : range.toReversed();
}
