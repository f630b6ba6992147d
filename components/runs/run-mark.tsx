"use client";

import { useNow } from "@/components/patterns/time/clock";
import { StatusMark } from "@/components/ui/status-mark";
import { formatQuantity } from "@/lib/platform/format";
import { runStatus } from "@/lib/runs/run.rules";
import type { Run } from "@/lib/runs/run.schemas";

/**
 * Where a run stands, now: one whose time is up shows it without being read again. One whose actions failed says so, whatever its
 * agent told of it.
 */
export function RunMark({ run }: { run: Pick<Run, "endedAt" | "expiresAt" | "result" | "actions"> }) {
  const { failed } = run.actions;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      <Standing run={run} />
      {failed > 0 ? <StatusMark status="failed">{formatQuantity(failed, "action")} failed</StatusMark> : null}
    </span>
  );
}

function Standing({ run }: { run: Pick<Run, "endedAt" | "expiresAt" | "result"> }) {
  const status = runStatus(run, useNow(1000));
  if (status === "active") return <StatusMark status="running" />;
  if (status === "expired") return <StatusMark status="expired">Ran out</StatusMark>;
  return <StatusMark status={run.result ?? "ended"} />;
}
