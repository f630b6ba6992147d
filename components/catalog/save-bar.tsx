"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { ReadDraft } from "@/components/catalog/draft.rules";
import { ReviewDialog } from "@/components/catalog/review-dialog";
import { useClearOfFoot } from "@/components/patterns/forms/clear-of-foot";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/notify";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { catalogKeys, createActionType, updateActionType } from "@/lib/catalog/catalog.client";
import type { TypeSettings } from "@/lib/catalog/catalog.rules";
import { formatQuantity } from "@/lib/platform/format";
import { proposeTypeChange } from "@/lib/catalog/type-history.client";
import { routes } from "@/lib/platform/routes";
import { settingsQuery } from "@/lib/workspaces/settings.client";

export interface SaveBarProps {
  /** The entry that is changed; null for a new one. */
  base: ActionType | null;
  name: string;
  read: ReadDraft;
  changed: readonly (keyof TypeSettings)[];
  untouched: boolean;
  /** What the server said against the schema. */
  schemaFault: string | undefined;
  /** Somebody wants to save what is not complete: show every fault. */
  onInsist: () => void;
  onDiscard: () => void;
  onSaved: (type: ActionType) => void;
}

/** Says what is changed, and saves it after a look at the difference. */
export function SaveBar({
  base,
  name,
  read,
  changed,
  untouched,
  schemaFault,
  onInsist,
  onDiscard,
  onSaved,
}: SaveBarProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const [reviewing, setReviewing] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  useClearOfFoot(bar);
  const { data: workspace } = useQuery(settingsQuery());
  const proposes = base !== null && workspace?.controlsNeedAnotherPerson === true;
  const { settings } = read;
  const faultCount = Object.keys(read.faults ?? {}).length + (schemaFault ? 1 : 0);
  const nothing = base !== null && faultCount === 0 && changed.length === 0;

  async function save(words: string) {
    if (!settings) return;
    const reason = words === "" ? {} : { reason: words };
    if (base === null) {
      const made = await createActionType({ name, ...settings, ...reason });
      await queries.invalidateQueries({ queryKey: catalogKeys.all });
      toast(`Added: ${made.title}`);
      router.push(routes.actionType(made.name));
      return;
    }
    const update = Object.fromEntries(changed.map((field) => [field, settings[field]]));
    if (proposes) {
      await proposeTypeChange(base.name, { change: { ...update, ifVersion: base.version }, reason: words });
      await queries.invalidateQueries({ queryKey: catalogKeys.proposals(base.name) });
      onDiscard();
      toast(`Proposed: ${base.title}`, { description: "It applies once somebody else has accepted it." });
      return;
    }
    const saved = await updateActionType(base.name, { ...update, ...reason, ifVersion: base.version });
    queries.setQueryData(catalogKeys.one(base.name), saved);
    await queries.invalidateQueries({ queryKey: catalogKeys.all });
    onSaved(saved);
    toast(`Saved: ${saved.title}`, { description: `Version ${saved.version} applies from the next request on.` });
  }

  return (
    <div
      ref={bar}
      className="sticky bottom-0 z-10 -mx-4 -mb-10 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-panel px-4 py-2.5 sm:-mx-[22px] sm:px-[22px] xl:col-span-2"
    >
      <p role="status" className="text-ink-soft">
        {faultCount > 0 && !untouched
          ? `${formatQuantity(faultCount, "fault")} to fix first`
          : nothing || untouched
            ? "Nothing is changed"
            : base
              ? `${formatQuantity(changed.length, "setting")} changed`
              : "Not saved yet"}
      </p>
      <div className="flex gap-2">
        <Button variant="quiet" disabledReason={untouched ? "Nothing is changed" : null} onClick={onDiscard}>
          Discard
        </Button>
        <Button
          variant="primary"
          disabledReason={nothing ? "Nothing is changed" : null}
          onClick={() => {
            if (faultCount > 0) onInsist();
            else setReviewing(true);
          }}
        >
          {proposes ? "Review and propose…" : base ? "Review and save…" : "Review and add…"}
        </Button>
      </div>
      {settings ? (
        <ReviewDialog
          open={reviewing}
          onOpenChange={setReviewing}
          before={base}
          after={settings}
          changed={changed}
          name={name}
          proposes={proposes}
          onConfirm={save}
        />
      ) : null}
    </div>
  );
}
