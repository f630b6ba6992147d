"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { approvalKeys } from "@/lib/approvals/approvals.client";
import { serverOffsetMs } from "@/lib/platform/events/stream.client";

/** A moment later, so that it is back for the server, too. */
const slackMs = 500;

/**
 * Nothing tells that what was set aside comes back: its time does. Then the counts and what stands among it are read again, by which
 * the queue sees it, too.
 *
 * @param nextBackAt RFC 3339, by the server's clock; null where nothing is set aside
 */
export function useReturns(nextBackAt: string | null): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (nextBackAt === null) return;
    const leftMs = Date.parse(nextBackAt) - (Date.now() + serverOffsetMs());
    const timer = setTimeout(() => {
      void queries.invalidateQueries({ queryKey: approvalKeys.summary });
      void queries.invalidateQueries({ queryKey: approvalKeys.asides });
    }, Math.max(0, leftMs) + slackMs);
    return () => clearTimeout(timer);
  }, [nextBackAt, queries]);
}
