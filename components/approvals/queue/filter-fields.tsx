"use client";

import { useQuery } from "@tanstack/react-query";
import { AgentInput } from "@/components/agents/agent-input";
import { TypeInput } from "@/components/catalog/type-input";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { SignalMark } from "@/components/ui/signal-mark";
import { agentKindsQuery } from "@/lib/agents/agent.client";
import { summaryOptions } from "@/lib/approvals/approvals.client";
import { filterCount, noFilters, type QueueFilters } from "@/lib/approvals/queue.rules";
import { formatCount } from "@/lib/platform/format";
import { type Zone, zones } from "@/lib/platform/zone.rules";

export interface FilterFieldsProps {
  filters: QueueFilters;
  onNarrow: (change: Partial<QueueFilters>) => void;
}

/** Everything but words that the queue can be narrowed by. */
export function FilterFields({ filters, onNarrow }: FilterFieldsProps) {
  const counts = useZoneCounts(filters);
  function toggle(zone: Zone, on: boolean) {
    onNarrow({ zones: on ? [...filters.zones, zone] : filters.zones.filter((other) => other !== zone) });
  }
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
        <legend className="mb-1 font-medium">Zone</legend>
        {zones.toReversed().map((zone) => (
          <Checkbox
            key={zone}
            checked={filters.zones.includes(zone)}
            onCheckedChange={(on) => toggle(zone, on)}
            label={<ZoneLabel zone={zone} count={counts?.[zone]} />}
          />
        ))}
      </fieldset>
      <KindField kind={filters.kind} onKind={(kind) => onNarrow({ kind })} />
      <FormField label="Action">
        <TypeInput value={filters.action ?? ""} onChoose={(action) => onNarrow({ action: action || null })} />
      </FormField>
      <FormField label="Agent" hint="Including the agents registered under it.">
        <AgentInput value={filters.agentId ?? ""} onChoose={(agentId) => onNarrow({ agentId: agentId || null })} />
      </FormField>
      {filterCount(filters) > 0 ? (
        <Button size="sm" onClick={() => onNarrow({ ...noFilters, view: filters.view })}>
          Show everything
        </Button>
      ) : null}
    </div>
  );
}

/** How many each zone would show, by all that is set but the zones; of what is decided nothing is counted by zone. */
function useZoneCounts(filters: QueueFilters): Record<Zone, number> | undefined {
  const { data } = useQuery({ ...summaryOptions({ ...filters, zones: [] }), enabled: filters.view !== "decided" });
  if (!data || filters.view === "decided") return undefined;
  return { me: data.forMeByZone, all: data.byZone, claimed: data.claimedByMeByZone, aside: data.setAsideByZone }[
    filters.view
  ];
}

function ZoneLabel({ zone, count }: { zone: Zone; count: number | undefined }) {
  return (
    <>
      <SignalMark signal={zone} />
      {count === undefined ? null : <span className="ml-1.5 text-mute tabular-nums">{formatCount(count)}</span>}
    </>
  );
}

const anyKind = "any";

function KindField({ kind, onKind }: { kind: string | null; onKind: (kind: string | null) => void }) {
  const { data } = useQuery(agentKindsQuery());
  const kinds =
    data?.items.map((item) => ({ value: item.kind, label: item.kind })) ?? (kind ? [{ value: kind, label: kind }] : []);
  return (
    <FormField label="Kind of agent">
      <Select
        value={kind ?? anyKind}
        onValueChange={(next) => onKind(next === anyKind ? null : next)}
        options={[{ value: anyKind, label: "Any" }, ...kinds]}
      />
    </FormField>
  );
}
