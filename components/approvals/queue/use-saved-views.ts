"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { tellFault } from "@/components/patterns/states/tell-fault";
import { toast } from "@/components/ui/notify";
import {
  deleteView,
  renameView,
  savedViewKeys,
  type SavedViewOf,
  savedViewsOptions,
  saveView,
} from "@/lib/approvals/saved-view.client";
import type { SavedViewPageName } from "@/lib/approvals/saved-view.rules";
import type { SavedViewCreate } from "@/lib/approvals/saved-view.schemas";

export interface SavedViewsOfMine<Page extends SavedViewPageName> {
  /** Undefined until they are read. */
  views: readonly SavedViewOf<Page>[] | undefined;
  error: Error | null;
  /** Throws what the server refused it with. */
  save: (view: SavedViewCreate) => Promise<void>;
  /** Throws what the server refused it with. */
  rename: (view: SavedViewOf<Page>, name: string) => Promise<void>;
  /** Says how it went, with a way back. */
  remove: (view: SavedViewOf<Page>) => Promise<void>;
}

/** The reader's saved views of a page and what can be done with them; the list follows each change. */
export function useSavedViews<Page extends SavedViewPageName>(page: Page): SavedViewsOfMine<Page> {
  const queries = useQueryClient();
  const { data, error } = useQuery(savedViewsOptions(page));
  const readAgain = () => queries.invalidateQueries({ queryKey: savedViewKeys.all });

  async function save(view: SavedViewCreate) {
    await saveView(view);
    await readAgain();
  }

  async function bringBack({ id: _gone, createdAt: _then, ...view }: SavedViewOf<Page>) {
    try {
      await save(view);
      toast(`${view.name} is back`);
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
