"use client";

import { clsx } from "clsx";
import { memo, type Ref, type RefObject, Suspense, useImperativeHandle, useRef } from "react";
import { PanesSkeleton } from "@/components/approvals/approvals-skeleton";
import { useDraft } from "@/components/approvals/decision/draft-store";
import { useOpenAction } from "@/components/approvals/open/use-open-action";
import type { Deciding } from "@/components/approvals/use-deciding";
import { useInSight } from "@/components/patterns/in-sight";
import { useQuietWhile } from "@/components/patterns/shortcuts";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { toast } from "@/components/ui/notify";
import type { Answer } from "@/lib/approvals/answers.rules";
import { endsWithAgent, reasonRequired } from "@/lib/approvals/approval.rules";
import { claim, extend, release } from "@/lib/approvals/approvals.client";
import type { QueueItem } from "@/lib/approvals/queue.rules";

export interface OpenActionHandle {
  answer: (answer: Answer) => void;
  /** Gives up the answer that one has begun; false where there was none. */
  cancel: () => boolean;
  toggleClaim: () => void;
  addTime: () => void;
  /** Takes the keyboard to the evidence, once it is drawn. */
  read: () => void;
}

export interface OpenActionProps {
  ref: Ref<OpenActionHandle>;
  id: string;
  /** What the queue knows of it already. */
  row: QueueItem | undefined;
  myId: string;
  /** Opened by name: on a phone it is in sight, and the queue is not. */
  named: boolean;
  /** Where one stands now: an answer is for what is drawn, never for what one has just left. */
  standing: RefObject<string | null>;
  deciding: Deciding;
  /** The answer is given up: the keyboard goes back to the queue. */
  onCancelled: () => void;
  onBack: (id: string) => void;
}

/** What is open is drawn by the server; its script comes beside the queue's, which can be walked through already. */
const panes = loadedWhenOpened(() => import("@/components/approvals/open/open-panes").then((module) => module.OpenPanes));
if (typeof window !== "undefined") panes.preload();

/** The evidence of the open action and the decision on it; drawn again only when something about this action changes. */
export const OpenAction = memo(function OpenAction({ ref, id, row, myId, named, standing, deciding, onCancelled, onBack }: OpenActionProps) {
  const sending = deciding.isSending(id);
  const { action, error, retry, history, historyFailed, obstacles, graceSeconds, zone } = useOpenAction(id, sending);
  const { draft, change } = useDraft(id);
  const heading = useRef<HTMLHeadingElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const inSight = useInSight(place);

  // Typed a moment too early, or beside the field, a reason's letters would be answers.
  useQuietWhile(() => draft.choice !== null && action?.status === "pending");

  function choose(answer: Answer) {
    if (!action || action.id !== standing.current) return;
    const obstacle = obstacles[answer];
    if (obstacle) {
      toast(obstacle, { id: "obstacle" });
      return;
    }
    const reason = draft.reason.trim();
    // One press is enough where it can be taken back and needs no words; else it asks first.
    const atOnce = answer === "approve" && draft.choice === null && graceSeconds > 0 && reasonRequired("approve", zone) === "none";
    if (atOnce) void deciding.send(action, { decision: "approve", seenDigest: action.digest, ...(reason ? { reason: { text: reason } } : {}) });
    else change({ choice: answer });
  }

  function cancel(): boolean {
    if (draft.choice === null) return false;
    change({ choice: null });
    onCancelled();
    return true;
  }

  useImperativeHandle(ref, () => ({
    answer: choose,
    cancel,
    toggleClaim() {
      if (action) void deciding.run(action.id, action.claim?.by.id === myId ? release : claim);
    },
    addTime() {
      if (action && !endsWithAgent(action)) void deciding.run(action.id, extend);
    },
    read() {
      requestAnimationFrame(() => heading.current?.focus({ preventScroll: true }));
    },
  }));

  const chosenEnough = draft.choice !== null || (action !== undefined && action.status !== "pending");
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
      <Suspense fallback={<PanesSkeleton />}>
        <panes.Part
          id={id}
          inSight={inSight}
          evidence={{
            headingRef: heading,
            row,
            action,
            error,
            onRetry: retry,
            history,
            historyFailed,
            hideConfidence: zone === "red" && !chosenEnough,
            onBack: () => onBack(id),
          }}
          decision={
            action
              ? {
                  action,
                  myId,
                  mayWithdraw: history?.mine.mayWithdraw ?? false,
                  now: history?.now,
                  draft,
                  change,
                  obstacles,
                  graceSeconds,
                  sending,
                  failure: deciding.failureOf(id),
                  onDismissProblem: () => deciding.dismiss(id),
                  onChoose: choose,
                  onCancel: cancel,
                  onSend: (request) => void deciding.send(action, request),
                  onClaim: () => void deciding.run(id, claim),
                  onRelease: () => void deciding.run(id, release),
                  onExtend: () => void deciding.run(id, extend),
                  onUndo: () => void deciding.undo([id]),
                }
              : null
          }
        />
      </Suspense>
    </div>
  );
});
