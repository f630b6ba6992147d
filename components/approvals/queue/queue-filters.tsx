"use client";

import { Search, SlidersHorizontal, X } from "lucide-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
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

const fields = loadedWhenOpened(() => import("@/components/approvals/queue/filter-fields").then((module) => module.FilterFields));

/** Words to look for, and the other filters behind one button; what is set stands as words that one can take away. */
export function QueueFiltersBar({ searchRef, filters, onNarrow, onLeave }: QueueFiltersBarProps) {
  const count = filterCount({ ...filters, text: null });
  return (
    <div className="border-b border-line px-3.5 py-2">
      <div className="flex items-center gap-1.5">
        <SearchField key={filters.text === null ? "empty" : "filled"} ref={searchRef} text={filters.text} onText={(text) => onNarrow({ text })} onLeave={onLeave} />
        <Popover
          align="end"
          title="Show only"
          className="w-72"
          trigger={
            <Button
              variant={count > 0 ? "default" : "quiet"}
              icon={<SlidersHorizontal size={14} aria-hidden="true" />}
              aria-label={count > 0 ? `Filters, ${count} set` : "Filters"}
              onPointerEnter={fields.preload}
              onFocus={fields.preload}
              className="px-2!"
            >
              {count > 0 ? count : null}
            </Button>
          }
        >
          <fields.Part filters={filters} onNarrow={onNarrow} />
        </Popover>
      </div>
      <SetFilters filters={filters} onNarrow={onNarrow} />
    </div>
  );
}

function SearchField({ ref, text, onText, onLeave }: { ref: Ref<HTMLInputElement>; text: string | null; onText: (text: string | null) => void; onLeave: () => void }) {
  const [typed, setTyped] = useState(text ?? "");
  const send = useRef(onText);
  useEffect(() => {
    send.current = onText;
  });
  useEffect(() => {
    if (typed.trim() === (text ?? "")) return;
    const timer = setTimeout(() => send.current(typed.trim() || null), typingMs);
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
          onLeave();
        }}
        className="border-line! bg-sunk! pr-7 pl-7 [&::-webkit-search-cancel-button]:hidden"
      />
      <Kbd className="absolute top-1/2 right-1.5 -translate-y-1/2">/</Kbd>
    </div>
  );
}

function SetFilters({ filters, onNarrow }: Pick<QueueFiltersBarProps, "filters" | "onNarrow">) {
  const set: { key: string; words: string; without: Partial<QueueFilters> }[] = [
    ...filters.zones.map((zone) => ({ key: zone, words: zone, without: { zones: filters.zones.filter((other) => other !== zone) } })),
    ...(filters.kind ? [{ key: "kind", words: `kind ${filters.kind}`, without: { kind: null } }] : []),
    ...(filters.action ? [{ key: "action", words: filters.action, without: { action: null } }] : []),
    ...(filters.agentId ? [{ key: "agent", words: "one agent", without: { agentId: null } }] : []),
  ];
  if (set.length === 0) return null;
  return (
    <ul aria-label="Filters that are set" className="mt-2 flex flex-wrap gap-1.5">
      {set.map(({ key, words, without }) => (
        <li key={key}>
          <Badge className="pr-0.5!">
            {words}
            <button type="button" aria-label={`Remove filter ${words}`} onClick={() => onNarrow(without)} className="rounded-sm p-0.5 text-mute hover-fine:text-ink coarse:p-2">
              <X size={11} aria-hidden="true" />
            </button>
          </Badge>
        </li>
      ))}
    </ul>
  );
}
