"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";

export interface TabItem<Value extends string = string> {
  value: Value;
  label: ReactNode;
  /** A number beside the label. */
  count?: number;
  content?: ReactNode;
}

export interface TabsProps<Value extends string = string> {
  tabs: ReadonlyArray<TabItem<Value>>;
  value: Value;
  onValueChange: (value: Value) => void;
  "aria-label": string;
  className?: string;
  listClassName?: string;
}

const moves: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/**
 * Parts of one page (WAI-ARIA tabs): arrows move, and what is moved to is shown. Panels without content are left to the
 * page, which then shows what the value says.
 */
export function Tabs<Value extends string = string>(props: TabsProps<Value>) {
  const { tabs, value, onValueChange, className, listClassName } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.value === value);

  function move(event: KeyboardEvent) {
    const target = moves[event.key]?.(
      tabs.findIndex((tab) => tab.value === value),
      tabs.length,
    );
    const tab = target === undefined ? undefined : tabs[target];
    if (target === undefined || !tab) return;
    event.preventDefault();
    onValueChange(tab.value);
    list.current?.querySelectorAll<HTMLButtonElement>("[role=tab]")[target]?.focus();
  }

  return (
    <div className={className}>
      <div
        ref={list}
        role="tablist"
        aria-label={props["aria-label"]}
        onKeyDown={move}
        className={clsx("flex gap-4 overflow-x-auto border-b border-line [scrollbar-width:none]", listClassName)}
      >
        {tabs.map((tab) => {
          const selected = tab.value === value;
          return (
            <button
              key={tab.value}
              type="button"
              role="tab"
              id={`${id}-${tab.value}`}
              aria-selected={selected}
              aria-controls={selected && tab.content !== undefined ? `${id}-panel` : undefined}
              tabIndex={selected ? 0 : -1}
              onClick={() => onValueChange(tab.value)}
              className={clsx(
                "shrink-0 border-b-2 py-1.5 font-medium focus-visible:-outline-offset-2 coarse:min-h-11",
                selected ? "border-ink text-ink" : "border-transparent text-mute hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="ml-1.5 tabular-nums">{tab.count.toLocaleString("en-GB")}</span>
              )}
            </button>
          );
        })}
      </div>
      {current?.content === undefined ? null : (
        <div
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-${current.value}`}
          tabIndex={0}
          className="pt-4"
        >
          {current.content}
        </div>
      )}
    </div>
  );
}
