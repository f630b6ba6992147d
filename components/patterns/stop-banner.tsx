"use client";

import { useState } from "react";
import { FormField } from "@/components/patterns/form-field";
import type { PulledStop } from "@/components/patterns/stop-scope";
import { TimeAgo } from "@/components/patterns/time-ago";
import { ConfirmDialog } from "@/components/patterns/confirm-dialog";
import { Textarea } from "@/components/ui/textarea";

export interface StopBannerProps {
  stops: ReadonlyArray<PulledStop>;
  /** Re-arms one; leave out where the person may not. */
  onRearm?: (stop: PulledStop, reason: string) => Promise<void>;
}

/** The red bar across the top of every screen while something is stopped. One line for each stop. */
export function StopBanner({ stops, onRearm }: StopBannerProps) {
  const [rearming, setRearming] = useState<PulledStop | null>(null);
  const [reason, setReason] = useState("");
  if (stops.length === 0) return null;
  return (
    <section aria-label="Pulled stops" className="max-h-40 overflow-y-auto bg-danger text-on-danger">
      {stops.map((stop) => (
        <div key={stop.id} className="flex items-center gap-x-3 border-t border-on-danger/25 px-3.5 py-1.5 first:border-t-0">
          <svg width="11" height="11" aria-hidden="true" className="shrink-0">
            <rect width="11" height="11" rx="1" fill="currentColor" />
          </svg>
          <p className="min-w-0 flex-1 sm:truncate">
            <b className="font-bold">Stopped: {stop.label}</b>
            <span className="max-sm:block">
              <span className="max-sm:hidden"> · </span>
              {stop.by}, <TimeAgo at={stop.at} /> · “{stop.reason}”
            </span>
          </p>
          {onRearm ? (
            <button
              type="button"
              className="shrink-0 rounded-md border border-current px-2 py-0.5 font-semibold outline-offset-2 focus-visible:outline-current hover:bg-on-danger hover:text-danger coarse:min-h-11"
              onClick={() => {
                setReason("");
                setRearming(stop);
              }}
            >
              Re-arm…
            </button>
          ) : null}
        </div>
      ))}
      <ConfirmDialog
        open={rearming !== null}
        onOpenChange={(open) => {
          if (!open) setRearming(null);
        }}
        title={`Re-arm: ${rearming?.label ?? ""}`}
        description="Agents in this scope may ask again from now on. What was refused or lost its permit stays so: nothing restarts by itself."
        confirmLabel="Re-arm"
        disabledReason={reason.trim() === "" ? "Say why it is safe again" : null}
        onConfirm={async () => {
          if (rearming) await onRearm?.(rearming, reason.trim());
        }}
      >
        <FormField label="Why is it safe again?" required>
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} rows={2} maxLength={2000} />
        </FormField>
      </ConfirmDialog>
    </section>
  );
}
