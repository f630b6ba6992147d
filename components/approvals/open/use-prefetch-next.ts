"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { agentQuery } from "@/lib/agents/agent.client";
import { actionOptions, historyOptions } from "@/lib/approvals/approvals.client";
import type { QueueItem } from "@/lib/approvals/queue.rules";
import { actionTypeQuery } from "@/lib/catalog/catalog.client";
import { messagesOptions } from "@/lib/discussion/discussion.client";

/** The catalog and what is known of an agent change seldom; the open action reads both anew by itself. */
const seldomFreshMs = 60_000;

/** Reads what one is likely to open next, so that J shows it at once. */
export function usePrefetchNext(items: readonly QueueItem[], currentId: string | null): void {
  const queries = useQueryClient();
  useEffect(() => {
    const at = items.findIndex((item) => item.id === currentId);
    if (at < 0) return;
    const timer = setTimeout(() => {
      for (const item of [items[at + 1], items[at + 2], items[at - 1]]) {
        if (!item) continue;
        void queries.prefetchQuery(actionOptions(item.id));
        void queries.prefetchQuery(historyOptions(item.id));
        void queries.prefetchQuery(messagesOptions(item.id));
        void queries.prefetchQuery({ ...actionTypeQuery(item.action), staleTime: seldomFreshMs });
        void queries.prefetchQuery({ ...agentQuery(item.agentId), staleTime: seldomFreshMs });
      }
    }, 150);
    return () => clearTimeout(timer);
  }, [items, currentId, queries]);
}
