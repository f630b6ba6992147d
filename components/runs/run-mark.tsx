"use client";

import { useNow } from "@/components/patterns/clock";
import { StatusMark } from "@/components/ui/status-mark";
import { runStatus } from "@/lib/runs/run.rules";
import type { Run } from "@/lib/runs/run.schemas";

/** Where a run stands, now: one whose time is up shows it without being read again. */
export function RunMark({ run }: { run: Pick<Run, "endedAt" | "expiresAt" | "result"> }) {
  const status = runStatus(run, useNow(1000));
  if (status === "active") return <StatusMark status="running" />;
  if (status === "expired") return <StatusMark status="expired">Ran out</StatusMark>;
  return <StatusMark status={run.result ?? "ended"} />;
}
