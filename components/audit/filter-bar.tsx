"use client";

import { clsx } from "clsx";
import { Search, SlidersHorizontal, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { ActorInput } from "@/components/audit/actor-input";
import { isFiltered } from "@/components/audit/filters";
import { useShortcut } from "@/components/patterns/keys/shortcuts";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { AuditFilters } from "@/lib/audit/audit.client";
import { eventGroups, eventTitle } from "@/lib/audit/event-words.rules";

const anyEvent = "any";

const eventOptions = [
  { value: anyEvent, label: "Anything" },
  ...[...eventGroups].flatMap(([group, events]) => [
    ...(events.length > 1 ? [{ value: group, label: `${eventTitle(group)}: all` }] : []),
    ...events.map((event) => ({ value: event, label: eventTitle(event) })),
  ]),
];

export interface FilterBarProps {
  filters: AuditFilters;
  onChange: (change: Partial<AuditFilters>) => void;
  onClear: () => void;
}

/** What the log is narrowed by. Everything typed goes to the address a moment later. */
export function FilterBar({ filters, onChange, onClear }: FilterBarProps) {
  const search = useRef<HTMLInputElement>(null);
  const actorId = useId();
  const [isOpen, setIsOpen] = useState(false);
  // On a phone the list matters more than five fields: they come when asked for, or when one of them is in use.
  const rest = isOpen || isFiltered({ ...filters, q: "" }) ? "" : "max-md:hidden";
  useShortcut({ keys: "/", label: "Search the log", group: "Audit", run: () => search.current?.focus() });
  return (
    <search className="flex flex-wrap items-end gap-x-2.5 gap-y-2" aria-label="Filter the audit log">
      <label className="relative min-w-44 flex-[2_1_14rem]">
        <span className="text-xs text-mute">Words</span>
        <Search
          size={14}
          aria-hidden="true"
          className="pointer-events-none absolute bottom-[9px] left-2.5 text-mute coarse:bottom-[15px]"
        />
        <TypedInput
          ref={search}
          value={filters.q}
          onCommit={(q) => onChange({ q })}
          placeholder="anywhere in an entry"
          className="pl-8"
        />
      </label>
      <Button
        className={clsx("md:hidden", rest === "" && "hidden")}
        icon={<SlidersHorizontal size={14} aria-hidden="true" />}
        onClick={() => setIsOpen(true)}
      >
        More filters
      </Button>
      <div className={clsx("min-w-40 flex-[1_1_11rem]", rest)}>
        <span className="text-xs text-mute" aria-hidden="true">
          What happened
        </span>
        <Select
          aria-label="What happened"
          value={filters.event || anyEvent}
          onValueChange={(event) => onChange({ event: event === anyEvent ? "" : event })}
          options={eventOptions}
        />
      </div>
      <div className={clsx("min-w-36 flex-[1_1_10rem]", rest)}>
        <label htmlFor={actorId} className="text-xs text-mute">
          By (name or id)
        </label>
        <ActorInput id={actorId} value={filters.actor} onChoose={(actor) => onChange({ actor })} />
      </div>
      <label className={clsx("min-w-36 flex-[1_1_10rem]", rest)}>
        <span className="text-xs text-mute">About (id)</span>
        <TypedInput
          mono
          value={filters.subject}
          onCommit={(subject) => onChange({ subject })}
          placeholder="act_…, agt_…, stp_…"
        />
      </label>
      <label className={clsx("flex-[0_1_9rem] max-sm:flex-1", rest)}>
        <span className="text-xs text-mute">From day</span>
        <Input
          type="date"
          value={filters.from}
          max={filters.to || undefined}
          onChange={(event) => onChange({ from: event.target.value })}
        />
      </label>
      <label className={clsx("flex-[0_1_9rem] max-sm:flex-1", rest)}>
        <span className="text-xs text-mute">To day</span>
        <Input
          type="date"
          value={filters.to}
          min={filters.from || undefined}
          onChange={(event) => onChange({ to: event.target.value })}
        />
      </label>
      {isFiltered(filters) ? (
        <Button variant="quiet" icon={<X size={14} aria-hidden="true" />} onClick={onClear}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}

interface TypedInputProps {
  ref?: React.Ref<HTMLInputElement>;
  value: string;
  onCommit: (value: string) => void;
  placeholder: string;
  mono?: boolean;
  className?: string;
}

const commitAfterMs = 350;

/** A text that is passed on when the typing pauses, on Enter and on leaving. */
function TypedInput({ value, onCommit, ...rest }: TypedInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => {
    if (typed === null || typed === value) return;
    const timer = setTimeout(() => onCommit(typed), commitAfterMs);
    return () => clearTimeout(timer);
  }, [typed, value, onCommit]);
  const commit = () => {
    if (typed !== null && typed !== value) onCommit(typed);
    setTyped(null);
  };
  return (
    <Input
      {...rest}
      type="text"
      spellCheck={false}
      autoComplete="off"
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}
