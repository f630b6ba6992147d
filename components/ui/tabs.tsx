"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import { clsx } from "clsx";
import type { ReactNode } from "react";

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

/** Parts of one page. Panels without content are left to the page, which then shows what the value says. */
export function Tabs<Value extends string = string>(props: TabsProps<Value>) {
  const { tabs, value, onValueChange, className, listClassName } = props;
  return (
    <Base.Root value={value} onValueChange={(next) => onValueChange(next as Value)} className={className}>
      <Base.List
        aria-label={props["aria-label"]}
        className={clsx("flex gap-4 overflow-x-auto border-b border-line [scrollbar-width:none]", listClassName)}
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px shrink-0 border-b-2 border-transparent py-1.5 font-medium text-mute hover:text-ink data-active:border-ink data-active:text-ink focus-visible:-outline-offset-2 coarse:min-h-11"
          >
            {tab.label}
            {tab.count === undefined ? null : <span className="ml-1.5 tabular-nums">{tab.count.toLocaleString("en-GB")}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) =>
        tab.content === undefined ? null : (
          <Base.Panel key={tab.value} value={tab.value} className="pt-4">
            {tab.content}
          </Base.Panel>
        ),
      )}
    </Base.Root>
  );
}
