"use client";

import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useSteady } from "@/components/patterns/page/steady";
import type { Action } from "@/lib/actions/action.schemas";
import { type Painted, seenAfterMs } from "@/lib/approvals/answer-guard.rules";
import type { ActionHistory } from "@/lib/approvals/approval.schemas";
import type { ActionMessage } from "@/lib/discussion/discussion.schemas";
import { Store } from "@/lib/platform/watchers";

/** What evidence is on the screen now, and since when. One action is open at a time. */
export const paintedEvidence = new Store<Painted | null>(null);

export interface DrawnEvidence {
  action: Action;
  history: ActionHistory | undefined;
  /** What was written about it: an answer that comes is evidence, too. */
  messages: readonly ActionMessage[] | undefined;
  /** What names and orders the parameters. */
  type: unknown;
}

/**
 * Notes the evidence as painted, from the frame in which it came onto the screen; anew whenever anything changes that an answer rests
 * on.
 *
 * @param drawn null while it is read, or out of sight
 */
export function usePaintedEvidence(drawn: DrawnEvidence | null): void {
  const { action, history, messages, type } = drawn ?? {};
  const { now, mine, votes } = history ?? {};
  const id = action?.id;
  const digest = action?.digest;
  // What is equal stays the same object from read to read, so that only a difference counts.
  const stamp = useMemo(
    () =>
      id === undefined || digest === undefined
        ? null
        : { shown: { actionId: id, digest }, from: [action, now, mine, votes, messages, type] },
    [id, digest, action, now, mine, votes, messages, type],
  );
  usePaint(
    stamp,
    ({ shown }, atMs) => paintedEvidence.set({ ...shown, atMs }),
    () => paintedEvidence.set(null),
  );
}

/** When what was drawn has been painted, in milliseconds of the events' clock; null while it has not. For events only. */
export function usePaintedAt(drawn: object | null): { readonly current: number | null } {
  const at = useRef<number | null>(null);
  usePaint(
    drawn,
    (_, atMs) => {
      at.current = atMs;
    },
    () => {
      at.current = null;
    },
  );
  return at;
}

/** @param undone called when what was painted changes or leaves, or the tab is hidden: then nobody sees it, and no frame comes */
function usePaint<Drawn extends object>(
  drawn: Drawn | null,
  onPainted: (drawn: Drawn, atMs: number) => void,
  undone: () => void,
): void {
  const handlers = useSteady({ onPainted, undone });
  useLayoutEffect(() => {
    if (drawn === null) return;
    let frame = 0;
    const { onPainted: painted, undone: forget } = handlers;
    function look(): void {
      cancelAnimationFrame(frame);
      forget();
      if (document.hidden) return;
      // The first frame paints it; when the second comes, that is done.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => painted(drawn as Drawn, performance.now()));
      });
    }
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      cancelAnimationFrame(frame);
      forget();
    };
  }, [drawn, handlers]);
}

/** Whether an action has been in sight long enough to be answered. */
export function useIsSeen(actionId: string): boolean {
  const painted = useSyncExternalStore(paintedEvidence.watch, paintedEvidence.read, () => null);
  const [seen, setSeen] = useState<Painted | null>(null);
  useEffect(() => {
    if (painted === null) return;
    const timer = setTimeout(() => setSeen(painted), painted.atMs + seenAfterMs - performance.now());
    return () => clearTimeout(timer);
  }, [painted]);
  return painted !== null && seen === painted && painted.actionId === actionId;
}
