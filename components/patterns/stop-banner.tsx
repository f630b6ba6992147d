"use client";

import { type ReactNode, Suspense, useState } from "react";
import type { PulledStop } from "@/components/patterns/stop-scope";
import { TimeAgo } from "@/components/patterns/time-ago";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

export interface StopBannerProps {
  stops: ReadonlyArray<PulledStop>;
  /** Re-arms one; leave out where the person may not. */
  onRearm?: (stop: PulledStop, reason: string) => Promise<void>;
  /** Draws the name of whoever pulled it. */
  pulledBy: (stop: PulledStop) => ReactNode;
}

const dialog = loadedWhenOpened(() => import("@/components/patterns/rearm-dialog").then((module) => module.RearmDialog));

/** The red bar across the top of every screen while something is stopped. One line for each stop. */
export function StopBanner({ stops, onRearm, pulledBy }: StopBannerProps) {
  const [rearming, setRearming] = useState<PulledStop | null>(null);
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
              {pulledBy(stop)}, <TimeAgo at={stop.at} /> · “{stop.reason}”
            </span>
          </p>
          {onRearm ? (
            <button
              type="button"
              className="shrink-0 rounded-md border border-current px-2 py-0.5 font-semibold outline-offset-2 focus-visible:outline-current hover:bg-on-danger hover:text-danger coarse:min-h-11"
              onPointerEnter={dialog.preload}
              onFocus={dialog.preload}
              onClick={() => setRearming(stop)}
            >
              Re-arm…
            </button>
          ) : null}
        </div>
      ))}
      {rearming ? (
        <Suspense fallback={null}>
          <dialog.Part stop={rearming} onRearm={onRearm} onClose={() => setRearming(null)} />
        </Suspense>
      ) : null}
    </section>
  );
}
