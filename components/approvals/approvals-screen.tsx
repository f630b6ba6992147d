"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Suspense, useLayoutEffect, useRef, useState } from "react";
import { toast } from "@/components/ui/notify";
import { useDraft } from "@/components/approvals/draft-store";
import { PanesSkeleton } from "@/components/approvals/approvals-skeleton";
import { NothingOpen } from "@/components/approvals/nothing-open";
import type { QueueListHandle } from "@/components/approvals/queue-list";
import { QueuePane } from "@/components/approvals/queue-pane";
import { useApprovalKeys } from "@/components/approvals/use-approval-keys";
import { useApprovalsUrl } from "@/components/approvals/use-approvals-url";
import { useBulkSelection } from "@/components/approvals/use-bulk-selection";
import { useDeciding } from "@/components/approvals/use-deciding";
import { useHurry } from "@/components/approvals/use-hurry";
import { useOpenAction, usePrefetchNext } from "@/components/approvals/use-open-action";
import { usePresence } from "@/components/approvals/use-presence";
import { useQueue } from "@/components/approvals/use-queue";
import { useSweep } from "@/components/approvals/use-sweep";
import { useWatchers } from "@/components/approvals/use-watchers";
import { useInBrowser } from "@/components/patterns/in-browser";
import { useStopScope } from "@/components/patterns/stop-scope";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import type { Answer } from "@/lib/approvals/answers.rules";
import { reasonRequired } from "@/lib/approvals/approval.rules";
import { claim, extend, release, summaryOptions } from "@/lib/approvals/approvals.client";
import { neighbourOf, type QueueFilters } from "@/lib/approvals/queue.rules";
import type { Action } from "@/lib/gate/action.schemas";

/** Where the second pane appears: `@3xl` of the container, 48 rem. */
const twoPanesPx = 768;
/** What is open is drawn by the server; its script comes beside the queue's, which can be walked through already. */
const panes = loadedWhenOpened(() => import("@/components/approvals/open-panes").then((module) => module.OpenPanes));
if (typeof window !== "undefined") panes.preload();

/** The approvals page: queue, evidence, decision. One pane on a phone, three on a desk. */
export function ApprovalsScreen({ myId }: { myId: string }) {
  const { filters, actionId, narrow, open } = useApprovalsUrl();
  const [cursor, setCursor] = useState(actionId);
  // Keys may come faster than drawings: where one stands is known at once.
  const standing = useRef(actionId);
  const { hurrying, hurry, rest } = useHurry(() => open(standing.current, false));
  const currentWanted = hurrying ? cursor : (actionId ?? cursor);
  const queue = useQueue(filters, currentWanted);
  // On a desk the first of the queue is shown until one chooses; it stays, whatever arrives.
  const currentId = currentWanted ?? queue.items[0]?.id ?? null;
  if (currentId !== null && cursor === null) setCursor(currentId);
  // What is open stays while one passes over rows.
  const [restedId, setRestedId] = useState(currentId);
  if (!hurrying && restedId !== currentId) setRestedId(currentId);
  const openId = hurrying ? restedId : currentId;

  const summary = useQuery(summaryOptions()).data;
  const bulk = useBulkSelection(queue);
  const others = usePresence(openId);
  const watchers = useWatchers();
  const { draft, change } = useDraft(openId);

  const list = useRef<QueueListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const ready = useInBrowser();
  useLayoutEffect(() => {
    standing.current = currentId;
  });

  const deciding = useDeciding({
    onChanged: queue.put,
    onDecided(action) {
      queue.put(action);
      leaveRow(action.id);
    },
    onUndone(action) {
      queue.put(action);
      queue.restore(action.id);
      goTo(action.id, true);
    },
  });
  const sending = openId !== null && deciding.isSending(openId);
  const opened = useOpenAction(openId, sending);
  const { action, obstacles } = opened;

  useSweep(queue, currentId, list);
  usePrefetchNext(queue.items, openId);
  useStopScope(action ? { type: "agent", id: action.agentId, label: `Agent ${action.agentName}`, hint: "The agent whose action is open." } : null);

  /** On a phone one pane is in sight; then opening is a step that Back takes back. */
  function isSinglePane(): boolean {
    return (root.current?.clientWidth ?? Number.POSITIVE_INFINITY) < twoPanesPx;
  }

  function goTo(id: string | null, focus: boolean) {
    rest();
    standing.current = id;
    setCursor(id);
    open(id, false);
    if (id !== null) list.current?.reveal(id, focus);
  }

  function openByHand(id: string) {
    rest();
    standing.current = id;
    setCursor(id);
    open(id, isSinglePane() && actionId === null);
    requestAnimationFrame(() => heading.current?.focus({ preventScroll: true }));
  }

  function leaveRow(id: string) {
    const next = neighbourOf(queue.items, id, (other) => other === id || queue.items.some((item) => item.id === other && queue.isGone(item)));
    if (filters.view !== "decided") queue.remove([id]);
    // Whoever has moved on meanwhile stays where they are.
    if (currentId !== id) return;
    if (isSinglePane()) goBackToQueue(next);
    else goTo(next, true);
  }

  function goBackToQueue(next: string | null) {
    setCursor(next);
    open(null, false);
    if (next !== null) requestAnimationFrame(() => list.current?.reveal(next, true));
  }

  function move(by: 1 | -1, held: boolean) {
    const target = stepFrom(by);
    if (target === null) return;
    if (!held) {
      goTo(target, true);
      return;
    }
    hurry();
    standing.current = target;
    setCursor(target);
    list.current?.reveal(target, true);
  }

  function stepFrom(by: 1 | -1): string | null {
    const { items } = queue;
    const at = items.findIndex((item) => item.id === standing.current);
    return items[at < 0 ? 0 : at + by]?.id ?? null;
  }

  function choose(answer: Answer) {
    // An answer is for what is drawn, never for what one has just left.
    if (!action || action.id !== standing.current) return;
    const obstacle = obstacles[answer];
    if (obstacle) {
      toast(obstacle, { id: "obstacle" });
      return;
    }
    const reason = draft.reason.trim();
    // One press is enough where it can be taken back and needs no words; else it asks first.
    const atOnce = answer === "approve" && draft.choice === null && opened.graceSeconds > 0 && reasonRequired("approve", action.zone) === "none";
    if (atOnce) void deciding.send(action, { decision: "approve", seenDigest: action.digest, ...(reason ? { reason: { text: reason } } : {}) });
    else change({ choice: answer });
  }

  function cancel() {
    change({ choice: null });
    if (currentId !== null && !isSinglePane()) list.current?.reveal(currentId, true);
  }

  function back() {
    const inField = document.activeElement instanceof HTMLTextAreaElement || document.activeElement instanceof HTMLInputElement;
    if (draft.choice !== null) cancel();
    else if (inField && currentId !== null) list.current?.reveal(currentId, true);
    else if (bulk.items.length > 0) bulk.clear();
    else if (actionId !== null && isSinglePane()) goBackToQueue(actionId);
  }

  async function showNew() {
    await queue.showNew();
    list.current?.toTop();
  }

  function undo() {
    const last = deciding.undoable.findLast((entry) => entry.untilMs > Date.now());
    if (last) void deciding.undo(last.ids);
    else toast("There is nothing to take back.", { id: "obstacle" });
  }

  function toggleClaim() {
    if (action) void deciding.run(action.id, action.claim?.by.id === myId ? release : claim);
  }

  function narrowTo(changed: Partial<QueueFilters>) {
    setCursor(null);
    bulk.clear();
    if (actionId !== null) open(null, false);
    narrow(changed);
  }

  useApprovalKeys({
    move,
    extend(by) {
      const [from, target] = [standing.current, stepFrom(by)];
      if (from === null || target === null) return;
      bulk.extendTo(from, target);
      goTo(target, true);
    },
    enter: () => {
      if (currentId !== null) openByHand(currentId);
    },
    select: () => {
      if (standing.current !== null) bulk.toggle(standing.current);
    },
    answer: choose,
    toggleClaim,
    undo,
    addTime: () => {
      if (action) void deciding.run(action.id, extend);
    },
    showNew: () => void showNew(),
    search: () => search.current?.focus(),
    back,
  });

  const chosenEnough = draft.choice !== null || (action !== undefined && action.status !== "pending");
  return (
    <div ref={root} data-ready={ready || undefined} className="@container/approvals h-full min-h-0">
      <div
        className={clsx(
          "grid h-full min-h-0 grid-cols-1 grid-rows-[minmax(0,1fr)]",
          "@3xl/approvals:grid-cols-[320px_minmax(0,1fr)] @5xl/approvals:grid-cols-[320px_minmax(0,1fr)_270px]",
          "@min-[75rem]/approvals:grid-cols-[392px_minmax(0,1fr)_304px] @min-[110rem]/approvals:grid-cols-[480px_minmax(0,1fr)_400px]",
        )}
      >
        <QueuePane
          listRef={list}
          searchRef={search}
          queue={queue}
          bulk={bulk}
          filters={filters}
          summary={summary}
          currentId={currentId}
          watchers={watchers}
          onNarrow={narrowTo}
          onOpen={openByHand}
          onMove={move}
          onShowNew={showNew}
          onLeaveSearch={() => {
            if (currentId !== null) list.current?.reveal(currentId, true);
          }}
          onUndo={deciding.undo}
          onBulkDecided={(actions: readonly Action[]) => {
            for (const decided of actions) queue.put(decided);
            queue.remove(actions.map((decided) => decided.id));
            deciding.noteSettling(actions);
          }}
          className={clsx("border-r border-line", actionId !== null && "hidden @3xl/approvals:flex")}
        />
        {openId === null ? (
          <NothingOpen loading={queue.loading} className="hidden @3xl/approvals:flex @5xl/approvals:col-span-2" />
        ) : (
          <div
            className={clsx(
              "grid min-h-0 min-w-0 grid-cols-1 grid-rows-[minmax(0,1fr)_auto] @5xl/approvals:col-span-2 @5xl/approvals:grid-cols-subgrid @5xl/approvals:grid-rows-[minmax(0,1fr)]",
              actionId === null && "hidden @3xl/approvals:grid",
            )}
          >
            {/* The queue with its heading is not in sight then. */}
            {actionId !== null ? <h1 className="sr-only @3xl/approvals:hidden">Approvals</h1> : null}
            <Suspense fallback={<PanesSkeleton />}>
              <panes.Part
                id={openId}
                evidence={{
                  headingRef: heading,
                  row: queue.items.find((item) => item.id === openId),
                  action,
                  error: opened.error,
                  onRetry: opened.retry,
                  history: opened.history,
                  historyFailed: opened.historyFailed,
                  hideConfidence: action?.zone === "red" && !chosenEnough,
                  onBack: () => goBackToQueue(openId),
                }}
                decision={
                  action
                    ? {
                        action,
                        myId,
                        others,
                        draft,
                        change,
                        obstacles,
                        graceSeconds: opened.graceSeconds,
                        sending,
                        failure: deciding.failureOf(action.id),
                        onDismissProblem: () => deciding.dismiss(action.id),
                        onChoose: choose,
                        onCancel: cancel,
                        onSend: (request) => void deciding.send(action, request),
                        onClaim: () => void deciding.run(action.id, claim),
                        onRelease: () => void deciding.run(action.id, release),
                        onExtend: () => void deciding.run(action.id, extend),
                        onUndo: () => void deciding.undo([action.id]),
                      }
                    : null
                }
              />
            </Suspense>
          </div>
        )}
      </div>
    </div>
  );
}
