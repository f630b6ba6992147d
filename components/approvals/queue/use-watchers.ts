"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { approvalKeys, watchersOptions } from "@/lib/approvals/approvals.client";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";

const presenceEvents = ["presence."];

/** Names of colleagues who have an action open, by its id. */
export function useWatchers(): ReadonlyMap<string, readonly string[]> {
  const { data } = useQuery(watchersOptions());
  useStreamInvalidation(presenceEvents, approvalKeys.watchers, 500);
  return useMemo(() => new Map(data?.items.map((item) => [item.actionId, item.people.map((person) => person.name)])), [data]);
}
