"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { QueueListHandle } from "@/components/approvals/queue-list";
import type { Queue } from "@/components/approvals/use-queue";

const restMs = 3_000;

/** Takes rows out that others have decided, once nobody points at the list; what is open stays. */
export function useSweep(queue: Pick<Queue, "goneIds" | "remove">, currentId: string | null, list: RefObject<QueueListHandle | null>): void {
  const sweep = useRef(() => undefined as void);
  useLayoutEffect(() => {
    sweep.current = () => {
      if (list.current?.isPointedAt()) return;
      const gone = queue.goneIds().filter((id) => id !== currentId);
      if (gone.length > 0) queue.remove(gone);
    };
  });
  useEffect(() => {
    const timer = setInterval(() => sweep.current(), restMs);
    return () => clearInterval(timer);
  }, []);
}
