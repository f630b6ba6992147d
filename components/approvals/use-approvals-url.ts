"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { approvalsUrl, filtersOf } from "@/components/approvals/approvals-url";
import { useCan } from "@/components/people/use-can";
import type { QueueFilters } from "@/lib/approvals/queue.rules";

export interface ApprovalsAddress {
  filters: QueueFilters;
  actionId: string | null;
  /** Changes what the queue is narrowed by. */
  narrow: (change: Partial<QueueFilters>) => void;
  /** @param asStep keeps a step in the browser's history, so that Back returns to the queue */
  open: (actionId: string | null, asStep: boolean) => void;
}

/** View, filters and the open action, all in the address, so that a link opens the same screen. */
export function useApprovalsUrl(): ApprovalsAddress {
  const [url, setUrl] = useQueryStates(approvalsUrl);
  const { view, zone, kind, agent, type, q } = url;
  const decides = useCan("action:decide_escalated");
  // The same object until a filter changes: moving through the queue is no new question to the server.
  const filters = useMemo(
    () => filtersOf({ view, zone, kind, agent, type, q }, decides),
    [view, zone, kind, agent, type, q, decides],
  );

  function narrow(change: Partial<QueueFilters>) {
    const next = { ...filters, ...change };
    void setUrl({
      view: next.view,
      zone: next.zones.length > 0 ? [...next.zones] : null,
      kind: next.kind || null,
      agent: next.agentId || null,
      type: next.action || null,
      q: next.text || null,
    });
  }

  function open(actionId: string | null, asStep: boolean) {
    void setUrl({ action: actionId }, { history: asStep ? "push" : "replace" });
  }

  return { filters, actionId: url.action, narrow, open };
}
