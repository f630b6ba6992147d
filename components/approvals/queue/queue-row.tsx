"use client";

import { clsx } from "clsx";
import { Fragment, type KeyboardEvent, memo, type ReactNode } from "react";
import { AsideTime } from "@/components/approvals/queue/aside-time";
import { queueRowState } from "@/components/approvals/queue/queue-row-state";
import { QuestionsMark } from "@/components/discussion/questions-mark";
import { ConcealedMark } from "@/components/patterns/outside/concealed-mark";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Sentence } from "@/components/patterns/outside/sentence";
import { Countdown } from "@/components/patterns/time/countdown";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Money } from "@/components/patterns/values/money";
import { PersonName } from "@/components/people/person-name";
import { Checkbox } from "@/components/ui/checkbox";
import { SignalMark } from "@/components/ui/signal-mark";
import type { QueueItem } from "@/lib/approvals/queue.rules";
import type { NamedPerson } from "@/lib/platform/common.schemas";
import { spelledOut } from "@/lib/platform/concealed.rules";

export interface QueueRowProps {
  item: QueueItem;
  current: boolean;
  /** Reached by Tab: one row of the list is. */
  tabStop: boolean;
  /** It has left the view: decided, and struck through, or set aside, and only faint. */
  gone: boolean;
  fresh: boolean;
  checked: boolean;
  /** Something is chosen, so that every row shows where it can be. */
  choosing: boolean;
  /** Whether it can be chosen, or unchosen. */
  choosable: boolean;
  /** Colleagues who have it open. */
  watchers: readonly NamedPerson[];
  /** When what the reader has set aside comes back, in Unix milliseconds. */
  backAtMs: number | undefined;
  onOpen: (id: string) => void;
  /** Opens what one stands on, which is where the keyboard is. */
  onEnter: () => void;
  /** Chooses what one stands on. */
  onSelect: () => void;
  onToggle: (id: string) => void;
  onMove: (by: 1 | -1, held: boolean) => void;
}

/** One held action in the queue: what would happen, who asks, how long is left. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const {
    item,
    current,
    tabStop,
    gone,
    fresh,
    checked,
    choosing,
    choosable,
    watchers,
    backAtMs,
    onOpen,
    onEnter,
    onSelect,
    onToggle,
    onMove,
  } = props;

  function onKey(event: KeyboardEvent<HTMLButtonElement>) {
    if (event.key !== " " && event.key !== "Enter" && event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    if (event.key === " " || event.key === "Enter") {
      if (event.repeat || event.ctrlKey || event.metaKey) return;
      if (event.key === " ") onSelect();
      else onEnter();
    } else onMove(event.key === "ArrowDown" ? 1 : -1, event.repeat);
  }

  return (
    <div
      className={clsx(
        "group relative border-b border-line-soft",
        // On a phone only one pane is in sight: nothing in the queue is open while one sees it.
        current
          ? "@3xl/approvals:bg-accent-soft @3xl/approvals:shadow-[inset_3px_0_var(--accent)]"
          : "hover-fine:bg-hover",
        fresh && !current && "bg-sunk",
      )}
    >
      <button
        type="button"
        data-row={item.id}
        tabIndex={tabStop ? 0 : -1}
        aria-current={current || undefined}
        onClick={() => onOpen(item.id)}
        onKeyDown={onKey}
        className={clsx(
          "grid min-h-[60px] w-full grid-cols-[18px_minmax(0,1fr)_auto] content-start gap-x-2 px-3.5 py-2.5 text-left focus-visible:-outline-offset-2",
          gone && "opacity-60",
        )}
      >
        <SignalMark signal={item.zone} compact className="mt-[3px] h-fit" />
        <span className={clsx("truncate font-[550]", gone && item.status !== "pending" && "line-through")}>
          {item.conceals ? <ConcealedMark /> : null}
          <Sentence text={item.sentence} />
        </span>
        <span className="font-[550] tabular-nums">
          {item.status === "pending" ? (
            <Countdown until={item.expiresAt} over="0:00" />
          ) : item.decision ? (
            <TimeAgo at={item.decision.at} tabbable={false} className="font-normal text-mute" />
          ) : null}
        </span>
        <span className="col-span-2 col-start-2 mt-px truncate text-mute">
          <RowFacts item={item} watchers={watchers} backAtMs={backAtMs} />
        </span>
      </button>
      {choosable ? (
        <Checkbox
          aria-label={`Choose ${spelledOut(item.sentence)}`}
          checked={checked}
          // One row is reached by Tab, with all that is in it.
          tabIndex={tabStop ? undefined : -1}
          onCheckedChange={() => onToggle(item.id)}
          className={clsx(
            "absolute! bottom-2 left-[11px] coarse:bottom-0 coarse:left-0",
            !checked &&
              !choosing &&
              "opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 coarse:opacity-100",
          )}
        />
      ) : null}
    </div>
  );
});

function RowFacts({ item, watchers, backAtMs }: Pick<QueueRowProps, "item" | "watchers" | "backAtMs">) {
  const state = queueRowState(item);
  const looking = watchers.length > 0 && !state;
  const facts: ReactNode[] = [
    <OutsideText key="agent" text={item.agentName} />,
    state ? null : <OutsideText key="kind" text={item.kind} />,
    item.cost && !state ? <Money key="cost" value={item.cost} /> : null,
    state || item.cost || watchers.length > 0 || item.why === null ? null : <OutsideText key="why" text={item.why} />,
  ].filter(Boolean);
  return (
    <>
      {item.questions && item.status === "pending" ? <QuestionsMark {...item.questions} /> : null}
      {backAtMs !== undefined && item.status === "pending" ? (
        <span className="font-medium text-ink-soft">
          Set aside until <AsideTime atMs={backAtMs} /> ·{" "}
        </span>
      ) : null}
      {state ? (
        <span className="font-medium text-ink-soft">
          {state.words}
          {state.by ? (
            <>
              {" "}
              <PersonName of={state.by} as="bare" />
            </>
          ) : null}
          {state.then} ·{" "}
        </span>
      ) : null}
      {facts.map((fact, index) => (
        <Fragment key={index}>
          {index > 0 ? " · " : null}
          {fact}
        </Fragment>
      ))}
      {looking ? (
        <>
          {" · "}
          {watchers.map((person, index) => (
            <Fragment key={person.id}>
              {index > 0 ? ", " : null}
              <PersonName of={person} as="bare" />
            </Fragment>
          ))}{" "}
          looking
        </>
      ) : null}
    </>
  );
}
