"use client";

import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, memo } from "react";
import { QuestionsMark } from "@/components/discussion/questions-mark";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Countdown } from "@/components/patterns/time/countdown";
import { Checkbox } from "@/components/ui/checkbox";
import { SignalMark } from "@/components/ui/signal-mark";
import { actionsInWords } from "@/lib/approvals/action-names.rules";
import type { QueueGroup } from "@/lib/approvals/queue-lines.rules";
import type { QueueItem } from "@/lib/approvals/queue.rules";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatCount, formatQuantity } from "@/lib/platform/format";
import type { Zone } from "@/lib/platform/zone.rules";

export interface QueueGroupRowProps {
  group: QueueGroup;
  folded: boolean;
  /** How many of them still wait. */
  waiting: number;
  /** The worst among them. */
  zone: Zone;
  /** The earliest deadline; null where none waits any more. */
  expiresAt: string | null;
  /** Of all that still wait: how many questions wait for the agent, and how many it has answered. */
  openQuestions: number;
  answeredQuestions: number;
  current: boolean;
  tabStop: boolean;
  /** How many of them are chosen. */
  chosen: number;
  choosing: boolean;
  /** Whether the reader may choose anything. */
  choosable: boolean;
  onToggle: (key: string) => void;
  onChoose: (group: QueueGroup) => void;
  onMove: (by: 1 | -1, held: boolean) => void;
}

/** Many of one agent and type as one line of the queue, or over the lines of its actions. */
export const QueueGroupRow = memo(function QueueGroupRow(props: QueueGroupRowProps) {
  const {
    group,
    folded,
    waiting,
    zone,
    expiresAt,
    openQuestions,
    answeredQuestions,
    current,
    tabStop,
    chosen,
    choosing,
    choosable,
    onToggle,
    onChoose,
    onMove,
  } = props;
  const first = group.items[0] as QueueItem;
  /** It has left the view, as a row does that was decided meanwhile: how many it was stands struck through until it is taken out. */
  const gone = waiting === 0;
  const what = first.declared ? first.action : "undeclared actions";

  function onKey(event: KeyboardEvent<HTMLButtonElement>) {
    const { key } = event;
    if (key === " ") onChoose(group);
    else if (key === "ArrowDown" || key === "ArrowUp") onMove(key === "ArrowDown" ? 1 : -1, event.repeat);
    else if (key === (folded ? "ArrowRight" : "ArrowLeft")) onToggle(group.key);
    else return;
    event.preventDefault();
  }

  return (
    <div
      className={clsx(
        "group relative border-b border-line-soft",
        current
          ? "@3xl/approvals:bg-accent-soft @3xl/approvals:shadow-[inset_3px_0_var(--accent)]"
          : folded
            ? "hover-fine:bg-hover"
            : "bg-sunk hover-fine:bg-hover",
      )}
    >
      <button
        type="button"
        data-row={folded ? first.id : undefined}
        data-group={group.key}
        aria-expanded={!folded}
        aria-current={current || undefined}
        tabIndex={tabStop || !folded ? 0 : -1}
        onClick={() => onToggle(group.key)}
        onKeyDown={onKey}
        className={clsx(
          "grid min-h-[60px] w-full grid-cols-[18px_minmax(0,1fr)_auto] content-start gap-x-2 px-3.5 py-2.5 text-left focus-visible:-outline-offset-2",
          gone && "opacity-60",
        )}
      >
        <SignalMark signal={zone} compact className="mt-[3px] h-fit" />
        <span className={clsx("truncate font-[550]", gone && "line-through")}>
          {formatCount(gone ? group.items.length : waiting)} ×{" "}
          <code className="text-mono">
            <OutsideText text={what} />
          </code>
        </span>
        <span className="font-[550] tabular-nums">
          {expiresAt === null ? null : <Countdown until={expiresAt} over="0:00" />}
        </span>
        <span className="col-start-2 mt-px truncate text-mute">
          {gone ? "None is waiting any more · " : null}
          <QuestionsMark open={openQuestions} answered={answeredQuestions} />
          <OutsideText
            text={`${first.agentName} · ${!folded ? "each below" : first.declared ? first.sentence : actionsInWords(group.items)}`}
          />
        </span>
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={clsx("mt-1 justify-self-end text-mute transition-transform", !folded && "rotate-90")}
        />
      </button>
      {!gone && choosable ? (
        <Checkbox
          aria-label={`Choose all ${formatQuantity(waiting, "action")} of ${spelledOut(first.agentName)}: ${spelledOut(what)}`}
          checked={chosen >= waiting}
          indeterminate={chosen > 0 && chosen < waiting}
          onCheckedChange={() => onChoose(group)}
          className={clsx(
            "absolute! bottom-2 left-[11px] coarse:bottom-0 coarse:left-0",
            chosen === 0 &&
              !choosing &&
              "opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 coarse:opacity-100",
          )}
        />
      ) : null}
    </div>
  );
});
