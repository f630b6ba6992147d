"use client";

import { useCallback, useMemo, useState } from "react";
import { useSteady } from "@/components/patterns/steady";
import { toast } from "@/components/ui/notify";
import type { Queue } from "@/components/approvals/queue/use-queue";
import { bulkObstacle, type QueueItem, rangeBetween } from "@/lib/approvals/queue.rules";

export interface BulkSelection {
  items: readonly QueueItem[];
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  /** Chooses everything from where choosing began to `id`, as far as it can be chosen together. */
  extendTo: (from: string, id: string) => void;
  clear: () => void;
}

const none: readonly QueueItem[] = [];

/** The rows chosen to be answered together: one action type, one zone; red only to be rejected. Those that are decided meanwhile fall out. */
export function useBulkSelection(queue: Pick<Queue, "items" | "latest">): BulkSelection {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [anchor, setAnchor] = useState<string | null>(null);
  const { items: rows, latest } = queue;

  const items = useMemo(() => {
    if (chosen.length === 0) return none;
    const wanted = new Set(chosen);
    return rows.filter((row) => wanted.has(row.id)).map(latest).filter((row) => row.status === "pending" && !row.settling);
  }, [chosen, rows, latest]);
  const ids = useMemo(() => new Set(items.map((item) => item.id)), [items]);

  const { toggle, extendTo } = useSteady<Pick<BulkSelection, "toggle" | "extendTo">>({
    toggle(id: string) {
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
  }, []);

  return useMemo(() => ({ items, has: (id) => ids.has(id), toggle, extendTo, clear }), [items, ids, toggle, extendTo, clear]);
}

/** A range beginning where choosing began, so that its type and zone set the measure. */
function ordered(range: QueueItem[], start: string): QueueItem[] {
  return range.at(0)?.id === start ? range : range.toReversed();
}
