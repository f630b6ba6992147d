"use client";

import { FilterFields, type FilterFieldsProps } from "@/components/approvals/queue/filter-fields";
import { SavedViews } from "@/components/approvals/queue/saved-views";
import { useSavedViews } from "@/components/approvals/queue/use-saved-views";
import { ViewName } from "@/components/approvals/queue/view-name";
import { toast } from "@/components/ui/notify";
import { sameFilters, saveObstacle } from "@/lib/approvals/saved-view.rules";

/** What opens behind the filters' button: saved views to choose from, the filters, and a name to save them under. */
export function FilterPanel({ filters, onNarrow }: FilterFieldsProps) {
  const mine = useSavedViews("approvals");
  return (
    <div className="-m-1 flex max-h-[calc(var(--available-height)-3.5rem)] flex-col gap-3 overflow-y-auto p-1">
      <SavedViews
        mine={mine}
        isShown={(view) => sameFilters(view.filters, filters)}
        onOpen={(view) => onNarrow(view.filters)}
      />
      <FilterFields filters={filters} onNarrow={onNarrow} />
      <div className="border-t border-line-soft pt-2">
        <ViewName
          label="Save this view as"
          placeholder="Red, by expiry"
          obstacle={(name) => saveObstacle(name, mine.views ?? [])}
          onSave={async (name) => {
            await mine.save({ name, filters: { ...filters, zones: [...filters.zones] } });
            toast(`${name} is saved`);
          }}
        />
      </div>
    </div>
  );
}
