"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Action } from "@/lib/actions/action.schemas";
import { laterStepsQuery } from "@/lib/runs/run.client";
import type { RunAction, RunDetail } from "@/lib/runs/run.schemas";

export interface RunStepList {
  steps: readonly RunAction[];
  total: number;
  hasMore: boolean;
  loading: boolean;
  /** Why more could not be read; null where they could. */
  error: Error | null;
  loadMore: () => void;
}

/** What a run asked for: the first come with the run, the later ones when they are asked for. */
export function useRunSteps({ id, steps, actions }: RunDetail): RunStepList {
  const [wanted, setWanted] = useState(false);
  const last = steps.at(-1)?.createdAt ?? "";
  const later = useInfiniteQuery({ ...laterStepsQuery(id, last), enabled: wanted });
  const known = new Set(steps.map((step) => step.id));
  const added = (later.data?.pages ?? []).flatMap((page) => page.items).filter((action) => !known.has(action.id));
  const total = actions.pending + actions.approved + actions.denied + actions.expired + actions.cancelled;
  return {
    steps: [...steps, ...added.map(toStep)],
    total,
    hasMore: later.data ? later.hasNextPage : total > steps.length,
    loading: later.isFetchingNextPage || (wanted && later.isLoading),
    error: later.error,
    loadMore() {
      if (!wanted) setWanted(true);
      else if (later.data) void later.fetchNextPage();
      else void later.refetch();
    },
  };
}

function toStep({ id, action, sentence, zone, status, execution, createdAt, decision, expiresAt }: Action): RunAction {
  return {
    id,
    action,
    sentence,
    zone,
    status,
    executionStatus: execution?.status ?? null,
    createdAt,
    decidedAt: decision?.at ?? null,
    decidedBy: decision?.by ?? null,
    expiresAt,
  };
}
