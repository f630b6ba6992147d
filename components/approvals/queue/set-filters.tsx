"use client";

import { X } from "lucide-react";
import type { FilterFieldsProps } from "@/components/approvals/queue/filter-fields";
import { Clamped } from "@/components/patterns/outside/clamped";
import { Badge } from "@/components/ui/badge";
import type { QueueFilters } from "@/lib/approvals/queue.rules";

/** The filters that are set, as words that one can take away. */
export function SetFilters({ filters, onNarrow }: FilterFieldsProps) {
  const set: { key: string; words: string; without: Partial<QueueFilters> }[] = [
    ...filters.zones.map((zone) => ({
      key: zone,
      words: zone,
      without: { zones: filters.zones.filter((other) => other !== zone) },
    })),
    ...(filters.kind ? [{ key: "kind", words: `kind ${filters.kind}`, without: { kind: null } }] : []),
    ...(filters.action ? [{ key: "action", words: filters.action, without: { action: null } }] : []),
    ...(filters.agentId ? [{ key: "agent", words: "one agent", without: { agentId: null } }] : []),
  ];
  return (
    <ul aria-label="Filters that are set" className="mt-2 flex flex-wrap gap-1.5">
      {set.map(({ key, words, without }) => (
        <li key={key} className="max-w-full min-w-0">
          <Badge className="pr-0.5!">
            <Clamped className="min-w-0 break-all whitespace-normal">{words}</Clamped>
            <button
              type="button"
              aria-label={`Remove filter ${words}`}
              onClick={() => onNarrow(without)}
              className="shrink-0 rounded-sm p-0.5 text-mute hover-fine:text-ink coarse:p-2"
            >
              <X size={11} aria-hidden="true" />
            </button>
          </Badge>
        </li>
      ))}
    </ul>
  );
}
