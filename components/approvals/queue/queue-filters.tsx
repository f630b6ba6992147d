"use client";

import { Search, SlidersHorizontal } from "lucide-react";
import { type Ref, Suspense, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { Popover } from "@/components/ui/popover";
import { filterCount, type QueueFilters } from "@/lib/approvals/queue.rules";

export interface QueueFiltersBarProps {
  searchRef: Ref<HTMLInputElement>;
  filters: QueueFilters;
  onNarrow: (change: Partial<QueueFilters>) => void;
  /** Leaves the field for the list. */
  onLeave: () => void;
}

const typingMs = 300;

const fields = loadedWhenOpened(() =>
  import("@/components/approvals/queue/filter-panel").then((module) => module.FilterPanel),
);
const set = loadedWhenOpened(() =>
  import("@/components/approvals/queue/set-filters").then((module) => module.SetFilters),
);

function preload() {
  fields.preload();
  set.preload();
}

/** Words to look for, and the other filters behind one button; what is set stands as words that one can take away. */
export function QueueFiltersBar({ searchRef, filters, onNarrow, onLeave }: QueueFiltersBarProps) {
  const count = filterCount({ ...filters, text: null });
  return (
    <div className="border-b border-line px-3.5 py-2">
      <div className="flex items-center gap-1.5">
        <SearchField ref={searchRef} text={filters.text} onText={(text) => onNarrow({ text })} onLeave={onLeave} />
        <Popover
          align="end"
          title="Views and filters"
          className="w-72"
          trigger={
            <Button
              variant={count > 0 ? "default" : "quiet"}
              icon={<SlidersHorizontal size={14} aria-hidden="true" />}
              aria-label={count > 0 ? `Filters, ${count} set` : "Filters"}
              onPointerEnter={preload}
              onFocus={preload}
              className="px-2!"
            >
              {count > 0 ? count : null}
            </Button>
          }
        >
          <fields.Part filters={filters} onNarrow={onNarrow} />
        </Popover>
      </div>
      {count > 0 ? (
        <Suspense fallback={null}>
          <set.Part filters={filters} onNarrow={onNarrow} />
        </Suspense>
      ) : null}
    </div>
  );
}

function SearchField({
  ref,
  text,
  onText,
  onLeave,
}: {
  ref: Ref<HTMLInputElement>;
  text: string | null;
  onText: (text: string | null) => void;
  onLeave: () => void;
}) {
  const [typed, setTyped] = useState(text ?? "");
  const [sent, setSent] = useState(text);
  const [last, setLast] = useState(text);
  if (text !== last) {
    setLast(text);
    // Changed elsewhere, as by a saved view: what stood here is not to be sent after it.
    if (text !== sent) {
      setSent(text);
      setTyped(text ?? "");
    }
  }
  const send = useRef(onText);
  useEffect(() => {
    send.current = onText;
  });
  useEffect(() => {
    const words = typed.trim() || null;
    if (words === text) return;
    const timer = setTimeout(() => {
      setSent(words);
      send.current(words);
    }, typingMs);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <div className="relative min-w-0 flex-1">
      <Search size={13} aria-hidden="true" className="absolute top-1/2 left-2.5 -translate-y-1/2 text-mute" />
      <Input
        ref={ref}
        type="search"
        aria-label="Search the queue"
        placeholder="Words, agent, action or id"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "ArrowDown") return;
          event.preventDefault();
          // The list may be empty: then no row takes the keyboard, and the keys must be free all the same.
          event.currentTarget.blur();
          onLeave();
        }}
        className="border-line! bg-sunk! pr-7 pl-7 [&::-webkit-search-cancel-button]:hidden"
      />
      <Kbd className="absolute top-1/2 right-1.5 -translate-y-1/2">/</Kbd>
    </div>
  );
}
