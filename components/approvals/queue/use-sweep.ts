"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import type { Queue } from "@/components/approvals/queue/use-queue";

const restMs = 3_000;

/** Takes rows out that others have decided, once nobody points at the list; what is open stays. */
export function useSweep(
  queue: Pick<Queue, "goneIds" | "removeHere">,
  currentId: string | null,
  frame: RefObject<HTMLElement | null>,
): void {
  const sweep = useEffectEvent(() => {
    if (frame.current?.matches(":hover")) return;
    const gone = queue.goneIds().filter((id) => id !== currentId);
    if (gone.length > 0) queue.removeHere(gone);
  });
  useEffect(() => {
    const timer = setInterval(() => sweep(), restMs);
    return () => clearInterval(timer);
  }, []);
}
