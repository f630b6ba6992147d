"use client";

import { useRef } from "react";
import type { FilterFieldsProps } from "@/components/approvals/queue/filter-fields";
import { SavedViewRow } from "@/components/approvals/queue/saved-view-row";
import type { SavedViewsOfMine } from "@/components/approvals/queue/use-saved-views";
import { Skeleton } from "@/components/ui/skeleton";
import { sameFilters } from "@/lib/approvals/saved-view.rules";

export interface SavedViewsProps extends FilterFieldsProps {
  mine: SavedViewsOfMine;
}

/** One's saved views by name. Opening one changes the address, as choosing its filters one by one would. */
export function SavedViews({ filters, onNarrow, mine }: SavedViewsProps) {
  const { views, error } = mine;
  const list = useRef<HTMLElement>(null);
  return (
    <section ref={list} tabIndex={-1} aria-label="Saved views" className="border-b border-line-soft pb-2 outline-none">
      <h3 className="mb-1 font-medium">Saved views</h3>
      {views ? null : error ? <p className="text-mute">They could not be read. {error.message}</p> : <Skeleton className="h-5 w-2/3" />}
      {views?.length === 0 ? <p className="text-mute">None yet. Name what you see, below.</p> : null}
      {views && views.length > 0 ? (
        <ul className="-mx-1.5 flex max-h-44 flex-col overflow-y-auto px-0.5 py-0.5">
          {views.map((view) => (
            <SavedViewRow
              key={view.id}
              view={view}
              others={views.filter((other) => other !== view)}
              shown={sameFilters(view.filters, filters)}
              onOpen={() => onNarrow(view.filters)}
              onRename={(name) => mine.rename(view, name)}
              onDelete={() => {
                // Its row leaves with the button that has the keyboard.
                list.current?.focus();
                void mine.remove(view);
              }}
            />
          ))}
        </ul>
      ) : null}
    </section>
  );
}
