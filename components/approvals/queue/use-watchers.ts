"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { approvalKeys, watchersOptions } from "@/lib/approvals/approvals.client";
import type { NamedPerson } from "@/lib/platform/common.schemas";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";

const presenceEvents = ["presence."];

/** Colleagues who have an action open, by its id. */
export function useWatchers(): ReadonlyMap<string, readonly NamedPerson[]> {
  const { data } = useQuery(watchersOptions());
  useStreamInvalidation(presenceEvents, approvalKeys.watchers, 500);
  return useMemo(() => new Map(data?.items.map((item) => [item.actionId, item.people])), [data]);
}
