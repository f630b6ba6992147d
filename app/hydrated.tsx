"use client";

import { type DehydratedState, HydrationBoundary, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { serverOffsetMs } from "@/lib/platform/events/stream.client";

/** Milliseconds in which what a page brought is taken as true: between its being drawn and its being shown, nobody listens to events for it. */
const trueForMs = 2_000;

/** What the server read for a page, given to the queries of the browser; asked for anew where the page was fetched a while before it is shown. */
export function Hydrated({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const queries = useQueryClient();
  useEffect(() => {
    for (const { queryKey, state: read } of state.queries) {
      const age = Date.now() + serverOffsetMs() - read.dataUpdatedAt;
      if (Math.abs(age) > trueForMs) void queries.invalidateQueries({ queryKey, exact: true });
    }
  }, [queries, state]);
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}
