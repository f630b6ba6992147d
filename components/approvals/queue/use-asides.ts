"use client";

import { useQuery } from "@tanstack/react-query";
import { asidesOptions, approvalKeys } from "@/lib/approvals/approvals.client";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";

/** What the reader has set aside: when it comes back, in Unix milliseconds, by action. */
export type Asides = Readonly<Record<string, number>>;

const events = ["set_aside.", "action.escalated", "action_type."];

/** Kept as it is on the server: also what another tab set aside, and what came back because something about it changed. Undefined until it is known. */
export function useAsides(): Asides | undefined {
  const { data } = useQuery(asidesOptions());
  useStreamInvalidation(events, approvalKeys.asides, 100);
  return data;
}
