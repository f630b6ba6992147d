"use client";

import { useRef } from "react";
import { SavedViewRow } from "@/components/approvals/queue/saved-view-row";
import type { SavedViewsOfMine } from "@/components/approvals/queue/use-saved-views";
import { Skeleton } from "@/components/ui/skeleton";
import type { SavedViewOf } from "@/lib/approvals/saved-view.client";
import type { SavedViewPageName } from "@/lib/approvals/saved-view.rules";

export interface SavedViewsProps<Page extends SavedViewPageName> {
  mine: SavedViewsOfMine<Page>;
  /** Whether a view is what the page shows. */
  isShown: (view: SavedViewOf<Page>) => boolean;
  onOpen: (view: SavedViewOf<Page>) => void;
}

/** One's saved views by name. Opening one changes the address, as choosing its filters one by one would. */
export function SavedViews<Page extends SavedViewPageName>({ mine, isShown, onOpen }: SavedViewsProps<Page>) {
  const { views, error } = mine;
  const list = useRef<HTMLElement>(null);
  return (
    <section ref={list} tabIndex={-1} aria-label="Saved views" className="border-b border-line-soft pb-2 outline-none">
      <h3 className="mb-1 font-medium">Saved views</h3>
      {views ? null : error ? (
        <p className="text-mute">They could not be loaded. {error.message}</p>
      ) : (
        <Skeleton className="h-5 w-2/3" />
      )}
      {views?.length === 0 ? <p className="text-mute">None yet. To keep what you see, name it below.</p> : null}
      {views && views.length > 0 ? (
        <ul className="-mx-1.5 flex max-h-44 flex-col overflow-y-auto px-0.5 py-0.5">
          {views.map((view) => (
            <SavedViewRow
              key={view.id}
              view={view}
              others={views.filter((other) => other !== view)}
              shown={isShown(view)}
              onOpen={() => onOpen(view)}
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
