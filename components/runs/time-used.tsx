"use client";

import { useNow } from "@/components/patterns/time/clock";
import { Countdown } from "@/components/patterns/time/countdown";
import { formatDuration } from "@/lib/platform/format";
import { runStatus } from "@/lib/runs/run.rules";
import type { Run } from "@/lib/runs/run.schemas";

/** How long a run's token still lives, or how long the run took. */
export function TimeUsed({
  run,
  tabbable = false,
}: {
  run: Pick<Run, "startedAt" | "endedAt" | "expiresAt">;
  tabbable?: boolean;
}) {
  const status = runStatus(run, useNow(1000));
  if (status === "active") {
    return (
      <>
        <Countdown until={run.expiresAt} tabbable={tabbable} /> left
      </>
    );
  }
  const end = status === "ended" && run.endedAt !== null ? run.endedAt : run.expiresAt;
  return <span className="tabular-nums">{formatDuration(Date.parse(end) - Date.parse(run.startedAt))}</span>;
}
