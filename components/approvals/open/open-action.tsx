"use client";

import { clsx } from "clsx";
import { memo, Suspense, useRef } from "react";
import { PanesSkeleton } from "@/components/approvals/approvals-skeleton";
import type { OpenPanesProps } from "@/components/approvals/open/open-panes";
import { useInSight } from "@/components/patterns/page/in-sight";
import { useSecondFrame } from "@/components/patterns/page/second-frame";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

export interface OpenActionProps extends Omit<OpenPanesProps, "inSight"> {
  /** Opened by name: on a phone it is in sight, and the queue is not. */
  named: boolean;
}

/** What is open is drawn by the server; its script comes beside the queue's, which can be walked through already. */
const panes = loadedWhenOpened(() =>
  import("@/components/approvals/open/open-panes").then((module) => module.OpenPanes),
);
if (typeof window !== "undefined") panes.preload();

/** The place of the open action: its evidence and the decision on it; drawn again only when something about this action changes. */
export const OpenAction = memo(function OpenAction({ named, ...open }: OpenActionProps) {
  const place = useRef<HTMLDivElement>(null);
  const inSight = useInSight(place);
  const isDrawn = useSecondFrame();
  return (
    <div
      ref={place}
      className={clsx(
        "grid min-h-0 min-w-0 grid-cols-1 grid-rows-[minmax(0,1fr)_auto] @5xl/approvals:col-span-2 @5xl/approvals:grid-cols-subgrid @5xl/approvals:grid-rows-[minmax(0,1fr)]",
        !named && "hidden @3xl/approvals:grid",
      )}
    >
      {/* The queue with its heading is not in sight then. */}
      {named ? <h1 className="sr-only @3xl/approvals:hidden">Approvals</h1> : null}
      {isDrawn ? (
        <Suspense fallback={<PanesSkeleton />}>
          <panes.Part {...open} inSight={inSight} />
        </Suspense>
      ) : null}
    </div>
  );
});
