"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { PulledStop } from "@/components/stops/stop-scope";
import { toast } from "@/components/ui/notify";
import { cancelJob, jobKeys } from "@/lib/jobs/job.client";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { allStopsKey, giveStopReason, rearmStop, type RearmRequest, withdrawWaiting } from "@/lib/stops/stop.client";

/** What is done to a stop that stands; each reads the stops again and says what it did. They throw what the server refused. */
export function useStopCommands() {
  const queries = useQueryClient();
  const readAgain = () => queries.invalidateQueries({ queryKey: allStopsKey });
  return {
    readAgain,
    rearm: async (stop: PulledStop, request: RearmRequest) => {
      await rearmStop(stop.id, request);
      await readAgain();
      toast(`${request.to === "probation" ? "On probation" : "Re-armed"}: ${spelledOut(stop.label)}`);
    },
    giveReason: async (stop: PulledStop, reason: string) => {
      await giveStopReason(stop.id, reason);
      await readAgain();
    },
    withdraw: async (stop: PulledStop) => {
      await withdrawWaiting(stop.id);
      await Promise.all([readAgain(), queries.invalidateQueries({ queryKey: jobKeys.all })]);
    },
    cancelWithdrawal: async (jobId: string) => {
      await cancelJob(jobId);
      await Promise.all([readAgain(), queries.invalidateQueries({ queryKey: jobKeys.all })]);
    },
  };
}
