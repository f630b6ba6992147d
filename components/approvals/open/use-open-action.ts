"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { shownKey, useUnseen } from "@/components/approvals/open/shown-store";
import { useOutOfReach, useRereadInterval } from "@/components/approvals/use-out-of-reach";
import { useIsPast } from "@/components/patterns/clock";
import { type Answer, answerObstacles } from "@/lib/approvals/answers.rules";
import { actionOptions, coveringStopsOptions, historyOptions } from "@/lib/approvals/approvals.client";
import { actionTypeQuery } from "@/lib/catalog/catalog.client";
import type { ActionHistory } from "@/lib/approvals/approval.schemas";
import type { QueueItem } from "@/lib/approvals/queue.rules";
import type { Action } from "@/lib/gate/action.schemas";

export interface OpenAction {
  action: Action | undefined;
  error: Error | null;
  retry: () => void;
  history: ActionHistory | undefined;
  historyFailed: boolean;
  obstacles: Record<Answer, string | null>;
  graceSeconds: number;
  /** What an answer must satisfy: the riskier of then and now. */
  zone: Action["zone"];
}

/** The catalog changes seldom; the open action reads it anew by itself. */
const catalogFreshMs = 60_000;
const unread: Record<Answer, string> = { approve: "It is being read.", edit: "It is being read.", reject: "It is being read.", escalate: "It is being read." };

/** Everything about the action that is open, and what can be answered to it now. */
export function useOpenAction(id: string | null, sending: boolean): OpenAction {
  const refetchInterval = useRereadInterval();
  const action = useQuery({ ...actionOptions(id ?? ""), enabled: id !== null, refetchInterval });
  const history = useQuery({ ...historyOptions(id ?? ""), enabled: id !== null, refetchInterval });
  const stops = useQuery({ ...coveringStopsOptions(id ?? ""), enabled: id !== null });
  const unseen = useUnseen(action.data ? shownKey(action.data) : null);
  const offline = useOutOfReach([action]);
  const expired = useIsPast(action.data ? Date.parse(action.data.expiresAt) : null);
  return {
    action: action.data,
    error: action.data ? null : action.error,
    retry: () => void action.refetch(),
    history: history.data,
    historyFailed: history.isError,
    obstacles: action.data ? answerObstacles({ action: action.data, mine: history.data?.mine, denial: history.data?.now?.denial ?? null, unseen, stops: stops.data ?? [], offline, sending, expired }) : unread,
    graceSeconds: history.data?.graceSeconds ?? 0,
    zone: history.data?.now?.zone ?? action.data?.zone ?? "red",
  };
}

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
        void queries.prefetchQuery({ ...actionTypeQuery(item.action), staleTime: catalogFreshMs });
      }
    }, 150);
    return () => clearTimeout(timer);
  }, [items, currentId, queries]);
}
