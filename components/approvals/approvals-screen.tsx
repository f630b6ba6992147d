"use client";

import { clsx } from "clsx";
import { useEffect, useRef } from "react";
import { useBulkSelection } from "@/components/approvals/bulk/use-bulk-selection";
import { useTogether } from "@/components/approvals/bulk/use-together";
import { closeForm, isFormOpen } from "@/components/approvals/decision/draft-store";
import { NothingOpen } from "@/components/approvals/open/nothing-open";
import { OpenAction, type OpenActionProps } from "@/components/approvals/open/open-action";
import { usePrefetchNext } from "@/components/approvals/open/use-prefetch-next";
import type { QueueListHandle } from "@/components/approvals/queue/queue-list";
import { type QueueActs, QueuePane } from "@/components/approvals/queue/queue-pane";
import { useQueue } from "@/components/approvals/queue/use-queue";
import { useQueueLines } from "@/components/approvals/queue/use-queue-lines";
import { useApprovalKeys } from "@/components/approvals/use-approval-keys";
import { useApprovalsUrl } from "@/components/approvals/use-approvals-url";
import { useDeciding } from "@/components/approvals/use-deciding";
import { useMoves } from "@/components/approvals/use-moves";
import { usePlace } from "@/components/approvals/use-place";
import { useSettingAside } from "@/components/approvals/use-setting-aside";
import { useQuietWhile } from "@/components/patterns/keys/shortcuts";
import { useSteady } from "@/components/patterns/page/steady";
import { useInBrowser } from "@/components/patterns/preferences/in-browser";
import { toast } from "@/components/ui/notify";

/** Where the second pane appears: `@3xl` of the container, 48 rem. */
const twoPanesPx = 768;

/**
 * The approvals page: queue, evidence, decision. One pane on a phone, three on a desk. It holds what the panes share: the list, the
 * place in it, and what is being decided. Each pane is drawn again only for what concerns it.
 */
export function ApprovalsScreen({ myId }: { myId: string }) {
  const address = useApprovalsUrl();
  const { filters, actionId, narrow } = address;
  const queue = useQueue(filters);
  const place = usePlace(address, queue.items[0]?.id ?? null);
  const lines = useQueueLines(queue.items, filters);
  const bulk = useBulkSelection(lines, queue);
  const together = useTogether(bulk);
  const { currentId, openId, standing } = place;

  const list = useRef<QueueListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const ready = useInBrowser();

  /** On a phone one pane is in sight; then opening is a step that Back takes back. */
  const isSinglePane = () => (root.current?.clientWidth ?? Number.POSITIVE_INFINITY) < twoPanesPx;
  const moves = useMoves({ queue, lines, place, list, view: filters.view, isSinglePane });

  const deciding = useDeciding({
    onChanged: queue.takeInOwnAct,
    onDecided(action) {
      queue.takeInOwnAct(action);
      moves.leave([action.id]);
    },
    onUndone(action) {
      queue.takeInOwnAct(action);
      queue.restore(action.id);
      moves.goTo(action.id);
    },
  });

  const settingAside = useSettingAside({
    onAside(id) {
      if (filters.view === "me") moves.leaveHere([id]);
    },
    onBack(id) {
      if (filters.view === "aside") moves.leaveHere([id]);
      else if (filters.view === "me") {
        queue.restore(id);
        moves.goTo(id);
      }
    },
  });

  /** What is typed is words: for a form, or for what is about to be answered together. */
  const isWriting = () => isFormOpen(standing.current) || together.isAsking();
  useQuietWhile(isWriting);

  const { noteOpen } = queue;
  useEffect(() => noteOpen(currentId), [noteOpen, currentId]);
  usePrefetchNext(lines.order, openId);

  const act = useSteady<QueueActs & Pick<OpenActionProps, "onTogether" | "onCancelled" | "onBack">>({
    onNarrow(changed) {
      place.forget();
      bulk.clear();
      narrow(changed);
    },
    onOpen(id) {
      place.goTo(id, isSinglePane() && actionId === null);
      requestAnimationFrame(() => heading.current?.focus({ preventScroll: true }));
    },
    onEnter() {
      if (standing.current !== null) act.onOpen(standing.current);
    },
    onSelect() {
      if (isWriting()) return;
      const group = lines.groupAt(standing.current);
      if (group) bulk.toggleAll(group.group.items);
      else if (standing.current !== null) bulk.toggle(standing.current);
    },
    onMove: moves.step,
    async onShowNew() {
      await queue.showNew();
      list.current?.toTop();
    },
    onLeaveSearch: moves.toRow,
    onBulkDecided(actions) {
      for (const decided of actions) queue.takeInOwnAct(decided);
      moves.leave(actions.map((decided) => decided.id));
      deciding.noteSettling(actions);
    },
    onUndo: deciding.undo,
    onTogether: together.ask,
    onCancelled() {
      if (!isSinglePane()) moves.toRow();
    },
    onBack: moves.toQueue,
  });

  useApprovalKeys({
    move: moves.step,
    extend(by) {
      const [from, target] = [standing.current, moves.neighbour(by)];
      if (from === null || target === null) return;
      bulk.extendTo(from, target);
      moves.goTo(target);
    },
    enter: act.onEnter,
    select: act.onSelect,
    undo() {
      const last = deciding.undoable.findLast((entry) => entry.untilMs > Date.now());
      if (last) void deciding.undo(last.ids);
      else toast("There is nothing to take back.", { id: "obstacle" });
    },
    fold() {
      const key = lines.keyOf(standing.current);
      if (key === null) return;
      lines.toggle(key);
      moves.toRow();
    },
    showNew: () => void act.onShowNew(),
    search: () => search.current?.focus(),
    back() {
      const inField =
        document.activeElement instanceof HTMLTextAreaElement || document.activeElement instanceof HTMLInputElement;
      if (closeForm(standing.current)) {
        act.onCancelled();
        return;
      }
      if (inField && currentId !== null) moves.toRow();
      else if (bulk.items.length > 0) bulk.clear();
      else if (actionId !== null && isSinglePane()) moves.toQueue(actionId);
    },
  });

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
          lines={lines}
          bulk={bulk}
          together={together}
          filters={filters}
          currentId={currentId}
          covered={actionId !== null}
          act={act}
        />
        {openId === null ? (
          <NothingOpen loading={queue.loading} />
        ) : (
          <OpenAction
            headingRef={heading}
            id={openId}
            row={queue.items.find((item) => item.id === openId)}
            myId={myId}
            named={actionId !== null}
            standing={standing}
            deciding={deciding}
            settingAside={settingAside}
            onTogether={act.onTogether}
            onCancelled={act.onCancelled}
            onBack={act.onBack}
          />
        )}
      </div>
    </div>
  );
}
