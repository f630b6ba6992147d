"use client";

import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import type { PulledStop } from "@/components/stops/stop-scope";
import { useStopReach } from "@/components/stops/stop-reach";
import type { StopReach, StopScopeOption } from "@/components/stops/stop-scope";
import { spelledOut } from "@/lib/platform/concealed.rules";

export interface WithdrawDialogProps {
  stop: PulledStop;
  scope: StopScopeOption;
  /** Counts what is in the scope at this moment. */
  onPreview: (scope: StopScopeOption) => Promise<StopReach>;
  onWithdraw: (stop: PulledStop) => Promise<void>;
  onClose: () => void;
}

/** Asks before what waits in a stop's scope is cancelled: it does not come back with the re-arm. */
export function WithdrawDialog({ stop, scope, onPreview, onWithdraw, onClose }: WithdrawDialogProps) {
  const reach = useStopReach(scope, onPreview);
  const waiting = reach.state === "told" ? reach.reach.waiting : null;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      danger
      title={`Withdraw what waits: ${spelledOut(stop.label)}`}
      description="Each action that waits in this scope is cancelled, and its agent is told. That cannot be undone: after a re-arm the agent would have to ask again. What somebody decides first stays decided."
      confirmLabel="Withdraw what waits"
      disabledReason={waiting === 0 ? "Nothing waits in this scope now" : null}
      onConfirm={() => onWithdraw(stop)}
    >
      <p role="status" className="min-h-5 rounded-md bg-sunk px-3 py-2 tabular-nums">
        {reach.state === "counting" ? "Counting what waits…" : null}
        {reach.state === "unavailable" || (reach.state === "told" && waiting === null)
          ? "How many wait cannot be counted now."
          : null}
        {waiting === null ? null : (
          <>
            <b>{waiting.toLocaleString("en")}</b> {waiting === 1 ? "action waits" : "actions wait"} now
          </>
        )}
      </p>
    </ConfirmDialog>
  );
}
