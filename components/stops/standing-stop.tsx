"use client";

import { type ReactNode, useState } from "react";
import { JobProgress } from "@/components/jobs/job-progress";
import { Unfolding } from "@/components/patterns/outside/clamped";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { tellFault } from "@/components/patterns/states/tell-fault";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PersonName } from "@/components/people/person-name";
import { CaughtLine } from "@/components/stops/caught-line";
import { toPulledStop } from "@/components/stops/stop-scope";
import { Button } from "@/components/ui/button";
import { StatusMark } from "@/components/ui/status-mark";
import { isUnfinished } from "@/lib/jobs/job.rules";
import { formatCount } from "@/lib/platform/format";
import type { Stop } from "@/lib/stops/stop.schemas";

export interface StandingStopProps {
  stop: Stop;
  /** Each left out where the reader may not. */
  onRearm?: () => void;
  onReason?: () => void;
  onWithdraw?: () => void;
  onCancelWithdrawal?: (jobId: string) => Promise<void>;
}

/** A stop that is pulled or on probation: who, when, why, what it caught, and what can be done with it. */
export function StandingStop({ stop, onRearm, onReason, onWithdraw, onCancelWithdrawal }: StandingStopProps) {
  const { label } = toPulledStop(stop);
  const { status, withdrawal, probation, rearmed } = stop;
  const isWithdrawing = withdrawal !== null && isUnfinished(withdrawal);
  return (
    <li id={stop.id} className="flex flex-wrap items-start gap-x-6 gap-y-2.5 px-4 py-3">
      <div className="flex min-w-0 flex-[1_1_26rem] flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <b className="min-w-0 font-semibold [overflow-wrap:anywhere]">
            <OutsideText text={label} />
          </b>
          <StatusMark status={status === "probation" ? "probation" : "stopped"} className="self-center text-sm" />
        </p>
        <p className="text-ink-soft">
          Pulled by <PersonName of={stop.pulledBy} />, <TimeAgo at={stop.pulledAt} />
          {rearmed ? (
            <>
              {" "}
              · re-armed by <PersonName of={rearmed.by} />, <TimeAgo at={rearmed.at} />
            </>
          ) : null}
        </p>
        {stop.reason === null ? (
          <p className="text-mute">No reason given yet</p>
        ) : (
          <div>
            <Unfolding>
              <OutsideText text={stop.reason} />
            </Unfolding>
          </div>
        )}
        <CaughtLine stop={stop} />
        {probation && status === "probation" ? (
          <Progress
            label={`${label}: clean outcomes`}
            progress={probation.cleanActionsSeen / probation.cleanActionsNeeded}
          >
            {formatCount(probation.cleanActionsSeen)} of {formatCount(probation.cleanActionsNeeded)} actions ended well
          </Progress>
        ) : null}
        {isWithdrawing ? (
          <Progress label={`${label}: withdrawing what waits`} progress={withdrawal.progress}>
            Withdrawing what waits
            {onCancelWithdrawal ? <CancelButton onCancel={() => onCancelWithdrawal(withdrawal.jobId)} /> : null}
          </Progress>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center gap-2 empty:hidden">
        {onReason && stop.reason === null ? <Button onClick={onReason}>Say why…</Button> : null}
        {onWithdraw && status === "pulled" && !isWithdrawing ? (
          <Button onClick={onWithdraw}>Withdraw what waits…</Button>
        ) : null}
        {onRearm ? <Button onClick={onRearm}>{status === "probation" ? "End probation…" : "Re-arm…"}</Button> : null}
      </div>
    </li>
  );
}

function Progress({ label, progress, children }: { label: string; progress: number; children: ReactNode }) {
  return (
    <div className="mt-1 flex max-w-xl flex-wrap items-center gap-x-3 gap-y-1">
      <span className="text-sm tabular-nums">{children}</span>
      <JobProgress label={label} progress={progress} />
    </div>
  );
}

function CancelButton({ onCancel }: { onCancel: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  async function cancel() {
    setBusy(true);
    await onCancel().catch(tellFault);
    setBusy(false);
  }
  return (
    <Button size="sm" loading={busy} className="ml-2" onClick={() => void cancel()}>
      Cancel
    </Button>
  );
}
