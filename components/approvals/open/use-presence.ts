"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { PresenceList } from "@/lib/approvals/approval.schemas";
import { approvalKeys, leave, look } from "@/lib/approvals/approvals.client";
import { useStreamEvents } from "@/lib/platform/events/stream.client";

const settleMs = 700;
const repeatMs = 12_000;
const nobody: PresenceList["others"] = [];

/** Tells colleagues that one has an action open, and who else has. Whoever only passes over a row does not count. */
export function usePresence(id: string | null): PresenceList["others"] {
  const queries = useQueryClient();
  const [settled, setSettled] = useState<string | null>(null);

  useEffect(() => {
    const timer = setTimeout(() => setSettled(id), settleMs);
    return () => clearTimeout(timer);
  }, [id]);

  const open = settled === id ? id : null;
  useEffect(() => {
    if (open === null) return;
    // Leaving is a courtesy: if it is not heard, the server forgets us after half a minute.
    return () => void leave(open).catch(() => undefined);
  }, [open]);

  useStreamEvents(({ event, subjectId }) => {
    if (event === "presence.changed" && subjectId !== null && subjectId === open) {
      void queries.invalidateQueries({ queryKey: approvalKeys.presence(subjectId) });
    }
  });

  const query = useQuery({
    queryKey: approvalKeys.presence(open ?? ""),
    queryFn: () => look(open ?? ""),
    enabled: open !== null,
    refetchInterval: repeatMs,
    retry: false,
    staleTime: 0,
  });
  return open !== null && query.data ? query.data.others : nobody;
}
