"use client";

import { type RefObject, useEffect } from "react";
import type { QueueListHandle } from "@/components/approvals/queue-list";
import type { Queue } from "@/components/approvals/use-queue";

const restMs = 3_000;

/** Takes rows out that others have decided, once nobody points at the list; what is open stays. */
export function useSweep(queue: Pick<Queue, "items" | "isGone" | "remove">, currentId: string | null, list: RefObject<QueueListHandle | null>): void {
  const { items, isGone, remove } = queue;
  useEffect(() => {
    const timer = setInterval(() => {
      if (list.current?.isPointedAt()) return;
      const gone = items.filter((item) => item.id !== currentId && isGone(item)).map((item) => item.id);
      if (gone.length > 0) remove(gone);
    }, restMs);
    return () => clearInterval(timer);
  }, [items, isGone, remove, currentId, list]);
}
