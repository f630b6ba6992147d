"use client";

import type { FoldingState } from "@/components/patterns/values/folding";
import { type Fold, type Unseen, unseenWords, withAllOpen } from "@/components/patterns/values/value-folds";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";

export interface EvidenceUnseenProps {
  unseen: Unseen;
  folds: readonly Fold[];
  folding: FoldingState;
  /** The reader could approve it: then what was not seen stands in the way. */
  asks: boolean;
}

/** What of the parameters is not drawn yet, by name, above them; one press unfolds it, and who goes on without it says so. */
export function EvidenceUnseen({ unseen, folds, folding: [folding, setFolding], asks }: EvidenceUnseenProps) {
  const words = unseenWords(unseen);
  if (words === "") return null;
  return (
    <div role="group" aria-label="What is not shown" className="border-b border-line-soft bg-caution-soft px-3 py-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 break-words">
          <b className="font-semibold">Not shown yet:</b> {words}.
        </p>
        <Button size="sm" variant="link" onClick={() => setFolding(withAllOpen(folding, folds))}>
          Unfold everything
        </Button>
      </div>
      {asks ? (
        <Checkbox
          className="mt-1 [overflow-wrap:anywhere]"
          checked={folding.skipped}
          onCheckedChange={(skipped) => setFolding({ ...folding, skipped })}
          label={`Decide without having seen ${words}`}
        />
      ) : null}
    </div>
  );
}
