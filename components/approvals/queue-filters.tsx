"use client";

import { useQuery } from "@tanstack/react-query";
import { Search, SlidersHorizontal, X } from "lucide-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Popover } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { SignalMark } from "@/components/ui/signal-mark";
import { FormField } from "@/components/patterns/form-field";
import { agentKindsQuery } from "@/lib/agents/agent.client";
import { filterCount, noFilters, type QueueFilters } from "@/lib/approvals/queue.rules";
import { type Zone, zones } from "@/lib/gate/verdict.rules";

export interface QueueFiltersBarProps {
  searchRef: Ref<HTMLInputElement>;
  filters: QueueFilters;
  onNarrow: (change: Partial<QueueFilters>) => void;
  /** Leaves the field for the list. */
  onLeave: () => void;
}

const typingMs = 300;

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
            <Button variant={count > 0 ? "default" : "quiet"} icon={<SlidersHorizontal size={14} aria-hidden="true" />} aria-label={count > 0 ? `Filters, ${count} set` : "Filters"} className="px-2!">
              {count > 0 ? count : null}
            </Button>
          }
        >
          <FilterFields filters={filters} onNarrow={onNarrow} />
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

function FilterFields({ filters, onNarrow }: Pick<QueueFiltersBarProps, "filters" | "onNarrow">) {
  function toggle(zone: Zone, on: boolean) {
    onNarrow({ zones: on ? [...filters.zones, zone] : filters.zones.filter((other) => other !== zone) });
  }
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
        <legend className="mb-1 font-medium">Zone</legend>
        {zones.toReversed().map((zone) => (
          <Checkbox key={zone} checked={filters.zones.includes(zone)} onCheckedChange={(on) => toggle(zone, on)} label={<SignalMark signal={zone} />} />
        ))}
      </fieldset>
      <KindField kind={filters.kind} onKind={(kind) => onNarrow({ kind })} />
      <Typed label="Action" placeholder="allocate_budget" mono value={filters.action} onValue={(action) => onNarrow({ action })} />
      <Typed label="Agent id" placeholder="agt_…" mono value={filters.agentId} onValue={(agentId) => onNarrow({ agentId })} />
      {filterCount(filters) > 0 ? (
        <Button size="sm" onClick={() => onNarrow({ ...noFilters, view: filters.view })}>
          Show everything
        </Button>
      ) : null}
    </div>
  );
}

const anyKind = "any";

function KindField({ kind, onKind }: { kind: string | null; onKind: (kind: string | null) => void }) {
  const { data } = useQuery(agentKindsQuery());
  const kinds = data?.items.map((item) => ({ value: item.kind, label: item.kind })) ?? (kind ? [{ value: kind, label: kind }] : []);
  return (
    <FormField label="Kind of agent">
      <Select value={kind ?? anyKind} onValueChange={(next) => onKind(next === anyKind ? null : next)} options={[{ value: anyKind, label: "Any" }, ...kinds]} />
    </FormField>
  );
}

function Typed({ label, value, placeholder, mono, onValue }: { label: string; value: string | null; placeholder: string; mono?: boolean; onValue: (value: string | null) => void }) {
  return (
    <FormField label={label}>
      <Input
        key={value}
        mono={mono}
        defaultValue={value ?? ""}
        placeholder={placeholder}
        onBlur={(event) => {
          if (event.target.value.trim() !== (value ?? "")) onValue(event.target.value.trim() || null);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") onValue(event.currentTarget.value.trim() || null);
        }}
      />
    </FormField>
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
