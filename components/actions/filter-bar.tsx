"use client";

import { clsx } from "clsx";
import { Bookmark, SlidersHorizontal, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import {
  any,
  outcomeOptions,
  resultOptions,
  sortOptions,
  statusOptions,
  withChosen,
  zoneOptions,
} from "@/components/actions/filter-options";
import { AgentInput } from "@/components/agents/agent-input";
import { TypeInput } from "@/components/catalog/type-input";
import { FormField } from "@/components/patterns/forms/form-field";
import { SearchInput } from "@/components/patterns/forms/search-input";
import { useTimeZone } from "@/components/patterns/time/time-zone";
import { PersonInput } from "@/components/people/person-input";
import { useCan } from "@/components/people/use-can";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { Popover } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { type ActionFilters, isNarrowed, windowIn } from "@/lib/actions/action-filters.rules";
import { formatDate, formatTimeOfDay } from "@/lib/platform/format";

const views = loadedWhenOpened(() => import("@/components/actions/views-panel").then((module) => module.ViewsPanel));

export interface FilterBarProps {
  filters: ActionFilters;
  onChange: (change: Partial<ActionFilters>) => void;
  onClear: () => void;
}

/** What the list of all actions is narrowed by: agents, types and people by name. On a phone all but the words come when asked for. */
export function FilterBar({ filters, onChange, onClear }: FilterBarProps) {
  const seesPeople = useCan("person:read");
  const seesAgents = useCan("agent:read");
  const seesCatalog = useCan("catalog:read");
  const [isOpen, setIsOpen] = useState(false);
  const isUsed = isNarrowed({ ...filters, q: "" });
  const rest = isOpen || isUsed ? "" : "max-md:hidden";
  return (
    <search className="mb-3 flex flex-col gap-2" aria-label="Filter the actions">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          value={filters.q}
          onCommit={(q) => onChange({ q })}
          label="Search actions"
          placeholder="Words, an agent, a type or an id"
          shortcutGroup="Actions"
          className="min-w-48 flex-[1_1_14rem] sm:max-w-md"
        />
        <Button
          className={clsx("md:hidden", rest === "" && "hidden")}
          icon={<SlidersHorizontal size={14} aria-hidden="true" />}
          onClick={() => setIsOpen(true)}
        >
          More filters
        </Button>
        <Popover
          align="end"
          title="Saved views"
          className="w-72"
          trigger={
            <Button
              icon={<Bookmark size={14} aria-hidden="true" />}
              onPointerEnter={views.preload}
              onFocus={views.preload}
            >
              Views
            </Button>
          }
        >
          <views.Part filters={filters} onOpen={onChange} />
        </Popover>
        {filters.window ? <WindowChip text={filters.window} onClear={() => onChange({ window: "" })} /> : null}
        {filters.stopId ? (
          <Button icon={<X size={14} aria-hidden="true" />} onClick={() => onChange({ stopId: "" })}>
            Caught by one stop
          </Button>
        ) : null}
        {isNarrowed(filters) ? (
          <Button variant="quiet" icon={<X size={14} aria-hidden="true" />} onClick={onClear}>
            Clear all
          </Button>
        ) : null}
      </div>
      <div
        className={clsx("grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] items-start gap-x-2.5 gap-y-2", rest)}
      >
        <Choice
          label="Status"
          value={filters.status}
          options={statusOptions}
          onChoose={(status) => onChange({ status })}
        />
        <Choice label="Zone" value={filters.zone} options={zoneOptions} onChoose={(zone) => onChange({ zone })} />
        <Choice
          label="Decided as"
          value={filters.outcome}
          options={outcomeOptions}
          onChoose={(outcome) => onChange({ outcome })}
        />
        <Choice
          label="What came of it"
          value={filters.result}
          options={resultOptions}
          onChoose={(result) => onChange({ result })}
        />
        <FormField label="Agent">
          {seesAgents ? (
            <AgentInput value={filters.agent} onChoose={(agent) => onChange({ agent })} />
          ) : (
            <Typed value={filters.agent} placeholder="agt_…" onValue={(agent) => onChange({ agent })} />
          )}
        </FormField>
        <FormField label="Type">
          {seesCatalog ? (
            <TypeInput value={filters.type} onChoose={(type) => onChange({ type })} />
          ) : (
            <Typed value={filters.type} placeholder="Its name" onValue={(type) => onChange({ type })} />
          )}
        </FormField>
        <FormField label="Decided by">
          {seesPeople ? (
            <PersonInput value={filters.by} onChoose={(by) => onChange({ by })} />
          ) : (
            <Typed value={filters.by} placeholder="per_…" onValue={(by) => onChange({ by })} />
          )}
        </FormField>
        <FormField label="Kind of agent">
          <Typed value={filters.kind} placeholder="finance" onValue={(kind) => onChange({ kind })} />
        </FormField>
        <FormField label="Run">
          <Typed value={filters.run} placeholder="run_…" onValue={(run) => onChange({ run })} />
        </FormField>
        <FormField label="Cost at least">
          <Typed value={filters.cost} placeholder="100 EUR" onValue={(cost) => onChange({ cost })} />
        </FormField>
        <FormField label="Asked from">
          <Input
            type="date"
            value={filters.from}
            max={filters.to || undefined}
            onChange={(event) => onChange({ from: event.target.value })}
          />
        </FormField>
        <FormField label="Asked up to">
          <Input
            type="date"
            value={filters.to}
            min={filters.from || undefined}
            onChange={(event) => onChange({ to: event.target.value })}
          />
        </FormField>
        {/* The headings sort where they are all in sight. */}
        <div className="lg:hidden">
          <Choice label="Order" value={filters.sort} options={sortOptions} onChoose={(sort) => onChange({ sort })} />
        </div>
      </div>
    </search>
  );
}

const happened = { asked: "Asked", decided: "Decided", reported: "Reported" } as const;

/** The stretch of time that a figure led here with; a press takes it away. */
function WindowChip({ text, onClear }: { text: string; onClear: () => void }) {
  const timeZone = useTimeZone();
  const found = windowIn(text);
  const [from, to] = [Date.parse(found?.from ?? ""), Date.parse(found?.to ?? "")];
  const at = (ms: number) => `${formatDate(ms, timeZone)}, ${formatTimeOfDay(ms, timeZone)}`;
  return (
    <Button
      icon={<X size={14} aria-hidden="true" />}
      onClick={onClear}
      className="h-auto! max-w-full py-1 text-left whitespace-normal!"
    >
      {found ? `${happened[found.of]} ${at(from)} to ${at(to)}` : "Only a time range that is not valid"}
    </Button>
  );
}

interface ChoiceProps {
  label: ReactNode;
  value: string;
  options: Parameters<typeof withChosen>[0];
  onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <FormField label={label}>
      <Select
        value={value || any}
        onValueChange={(chosen) => onChoose(chosen === any ? "" : chosen)}
        options={withChosen(options, value)}
      />
    </FormField>
  );
}

/** A text that narrows the list on Enter and on leaving. */
function Typed({
  value,
  placeholder,
  onValue,
}: {
  value: string;
  placeholder: string;
  onValue: (value: string) => void;
}) {
  const settle = (text: string) => {
    if (text.trim() !== value) onValue(text.trim());
  };
  return (
    <Input
      // What the address says, also when it changes elsewhere.
      key={value}
      defaultValue={value}
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      onBlur={(event) => settle(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle(event.currentTarget.value);
      }}
    />
  );
}
