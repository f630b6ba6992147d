"use client";

import { useQuery } from "@tanstack/react-query";
import { useOutOfReach, useRereadInterval } from "@/components/approvals/use-out-of-reach";
import { useIsPast } from "@/components/patterns/time/clock";
import type { Action } from "@/lib/actions/action.schemas";
import { type Answer, answerObstacles } from "@/lib/approvals/answers.rules";
import type { ActionHistory } from "@/lib/approvals/approval.schemas";
import { actionOptions, historyOptions } from "@/lib/approvals/approvals.client";
import { coveringStopsQuery } from "@/lib/stops/stop.client";

export interface OpenAction {
  action: Action | undefined;
  error: Error | null;
  retry: () => void;
  history: ActionHistory | undefined;
  historyFailed: boolean;
  obstacles: Record<Answer, string | null>;
  /** The server is out of reach: nothing can be sent. */
  offline: boolean;
  graceSeconds: number;
  /** What an answer must satisfy: the riskier of then and now. */
  zone: Action["zone"];
}

const unread: Record<Answer, string> = {
  approve: "It is still loading.",
  edit: "It is still loading.",
  reject: "It is still loading.",
  escalate: "It is still loading.",
};

/** Everything about the action that is open, and what can be answered to it now. */
export function useOpenAction(id: string | null, sending: boolean): OpenAction {
  const refetchInterval = useRereadInterval();
  const action = useQuery({ ...actionOptions(id ?? ""), enabled: id !== null, refetchInterval });
  const history = useQuery({ ...historyOptions(id ?? ""), enabled: id !== null, refetchInterval });
  const stops = useQuery({ ...coveringStopsQuery(id ?? ""), enabled: id !== null });
  const offline = useOutOfReach([action]);
  const expired = useIsPast(action.data ? Date.parse(action.data.expiresAt) : null);
  return {
    action: action.data,
    error: action.data ? null : action.error,
    retry: () => void action.refetch(),
    history: history.data,
    historyFailed: history.isError,
    obstacles: action.data
      ? answerObstacles({
          action: action.data,
          mine: history.data?.mine,
          denial: history.data?.now?.denial ?? null,
          stops: stops.data ?? [],
          offline,
          sending,
          expired,
        })
      : unread,
    offline,
    graceSeconds: history.data?.graceSeconds ?? 0,
    zone: history.data?.now?.zone ?? action.data?.zone ?? "red",
  };
}
