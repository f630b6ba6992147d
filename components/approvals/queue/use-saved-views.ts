"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { tellFault } from "@/components/patterns/tell-fault";
import { toast } from "@/components/ui/notify";
import type { QueueFilters } from "@/lib/approvals/queue.rules";
import { deleteView, renameView, savedViewKeys, savedViewsOptions, saveView } from "@/lib/approvals/saved-view.client";
import type { SavedView } from "@/lib/approvals/saved-view.schemas";

export interface SavedViewsOfMine {
  /** Undefined until they are read. */
  views: readonly SavedView[] | undefined;
  error: Error | null;
  /** Throws what the server refused it with. */
  save: (name: string, filters: QueueFilters) => Promise<void>;
  /** Throws what the server refused it with. */
  rename: (view: SavedView, name: string) => Promise<void>;
  /** Says how it went, with a way back. */
  remove: (view: SavedView) => Promise<void>;
}

/** The reader's saved views and what can be done with them; the list follows each change. */
export function useSavedViews(): SavedViewsOfMine {
  const queries = useQueryClient();
  const { data, error } = useQuery(savedViewsOptions());
  const readAgain = () => queries.invalidateQueries({ queryKey: savedViewKeys.all });

  async function save(name: string, { zones, ...filters }: QueueFilters) {
    await saveView({ name, filters: { ...filters, zones: [...zones] } });
    await readAgain();
  }

  async function bringBack({ name, filters }: SavedView) {
    try {
      await save(name, filters);
      toast(`${name} is back`);
    } catch (refusal) {
      tellFault(refusal);
    }
  }

  return {
    views: data,
    error,
    save,
    async rename(view, name) {
      await renameView(view.id, name);
      await readAgain();
    },
    async remove(view) {
      try {
        await deleteView(view.id);
        toast(`${view.name} is deleted`, { action: { label: "Undo", onClick: () => void bringBack(view) } });
      } catch (refusal) {
        tellFault(refusal);
      }
      // Also after a refusal: it may have been deleted on another device.
      await readAgain();
    },
  };
}
