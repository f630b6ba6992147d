"use client";

import { SavedViews } from "@/components/approvals/queue/saved-views";
import { useSavedViews } from "@/components/approvals/queue/use-saved-views";
import { ViewName } from "@/components/approvals/queue/view-name";
import { toast } from "@/components/ui/notify";
import type { ActionFilters } from "@/lib/actions/action-filters.rules";
import { sameActionFilters, saveObstacle } from "@/lib/approvals/saved-view.rules";

export interface ViewsPanelProps {
  filters: ActionFilters;
  /** Takes all of a view's filters and its order. */
  onOpen: (filters: ActionFilters) => void;
}

/** What opens behind the views' button: the saved ones to choose from, and a name to save under what the page shows. */
export function ViewsPanel({ filters, onOpen }: ViewsPanelProps) {
  const mine = useSavedViews("actions");
  return (
    <div className="-m-1 flex max-h-[calc(var(--available-height)-3.5rem)] flex-col gap-3 overflow-y-auto p-1">
      <SavedViews
        mine={mine}
        isShown={(view) => sameActionFilters(view.filters, filters)}
        onOpen={(view) => onOpen(view.filters)}
      />
      <ViewName
        label="Save this view as"
        placeholder="Failed, by cost"
        obstacle={(name) => saveObstacle(name, mine.views ?? [])}
        onSave={async (name) => {
          await mine.save({ name, page: "actions", filters });
          toast(`${name} is saved`);
        }}
      />
    </div>
  );
}
