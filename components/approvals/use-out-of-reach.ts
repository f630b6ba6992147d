"use client";

import { useConnection } from "@/lib/platform/events/stream.client";

/** How a read stands, as the query client tells it. */
interface Read {
  failureCount: number;
  fetchStatus: "fetching" | "paused" | "idle";
}

/** While events are missing, what one is about to answer is read again this often. */
const rereadMs = 3_000;

/** For the options of reads that an answer rests on: how often they are read again by themselves now. */
export function useRereadInterval(): number | false {
  return useConnection().state === "live" ? false : rereadMs;
}

/**
 * Whether the server is out of reach: no events come, and reading fails. Where something on the way only holds events back, reading
 * goes on, and so does answering.
 */
export function useOutOfReach(reads: readonly Read[]): boolean {
  const { state } = useConnection();
  return (
    state !== "live" && reads.some(({ failureCount, fetchStatus }) => failureCount > 0 || fetchStatus === "paused")
  );
}
