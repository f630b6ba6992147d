"use client";

import { useState } from "react";
import { asJson } from "@/components/approvals/evidence/as-json";
import { DiffView } from "@/components/patterns/values/diff-view";
import { Button } from "@/components/ui/button";
import type { ActionType, ActionTypeVersion } from "@/lib/catalog/action-type.schemas";

export interface EvidenceCatalogChangeProps {
  /** The version that was asked; null where the catalog did not know the action then. */
  version: number | null;
  /** The entry as it was then; null where that was not kept. */
  asked: ActionType | ActionTypeVersion | null;
  /** The entry as it is. */
  now: ActionType;
  /** It stands beside a form: what is written there is checked as the entry is now. */
  forEdit?: boolean;
}

/** What a person who decides goes by: the words, and what the catalog says of risk. */
const shown = [
  "title",
  "description",
  "sentence",
  "zone",
  "destructive",
  "reversible",
  "expectedCost",
  "decideWithinSeconds",
  "parametersSchema",
] as const;

/** Says that the catalog's entry is not what it was when the action was asked, and what of it is different. */
export function EvidenceCatalogChange({ version, asked, now, forEdit = false }: EvidenceCatalogChangeProps) {
  const [open, setOpen] = useState(false);
  if (version === now.version) return null;
  return (
    <div role="group" aria-label="The catalog since it was asked" className="border-b border-line-soft bg-caution-soft">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 px-3 py-2">
        <p className="min-w-0">
          {version === null
            ? `The catalog did not know this action when it was asked. It does now, in version ${now.version}; names here are the agent’s own.`
            : asked
              ? `The catalog’s entry has changed since this was asked: version ${version} then, ${now.version} now. Names here are those of version ${version}.`
              : `The catalog’s entry has changed since this was asked: version ${version} then, ${now.version} now. What version ${version} called things was not kept; names here are the agent’s own.`}
          {forEdit ? ` What you write is checked by version ${now.version}.` : null}
        </p>
        {asked ? (
          <Button size="sm" variant="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide what changed" : "What changed"}
          </Button>
        ) : null}
      </div>
      {open && asked ? (
        <div className="border-t border-line-soft bg-panel">
          <DiffView caption="What changed in the catalog since it was asked" before={pick(asked)} after={pick(now)} />
        </div>
      ) : null}
    </div>
  );
}

function pick(entry: ActionType | ActionTypeVersion) {
  return asJson(Object.fromEntries(shown.map((field) => [field, entry[field]])));
}
