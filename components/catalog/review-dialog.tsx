"use client";

import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { settingLabels } from "@/components/catalog/setting-labels";
import { DiffView } from "@/components/patterns/values/diff-view";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogClose } from "@/components/ui/dialog-close";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { loosenedBy, type TypeSettings, versionedSettings } from "@/lib/catalog/catalog.rules";

export interface ReviewDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The entry as it is; null for a new one. */
  before: ActionType | null;
  after: TypeSettings;
  changed: readonly (keyof TypeSettings)[];
  name: string;
  /** Saves; throws with a sentence when it is refused. */
  onConfirm: () => Promise<void>;
}

/** Nothing set and nothing there are the same to a reader. */
function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

function pick(settings: TypeSettings, fields: readonly (keyof TypeSettings)[]): JsonValue {
  return Object.fromEntries(
    fields.filter((field) => !isEmpty(settings[field])).map((field) => [field, settings[field]]),
  ) as JsonValue;
}

/** What differs, value by value, and what it lets through, before it is saved. */
export function ReviewDialog({ open, onOpenChange, before, after, changed, name, onConfirm }: ReviewDialogProps) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const fields = before ? changed : (Object.keys(versionedSettings) as (keyof TypeSettings)[]);
  const looser = before ? loosenedBy(before, after) : [];

  async function confirm() {
    setBusy(true);
    setFault(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setFault(error instanceof Error ? error.message : "It could not be saved. Nothing was changed.");
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (busy) return;
        setFault(null);
        onOpenChange(next);
      }}
      width="lg"
      title={before ? `Save changes to ${name}?` : `Add ${name}?`}
      description="It applies from the next request on. Actions that are already held keep the version they were asked under."
      footer={
        <>
          <DialogClose render={<Button />}>Back</DialogClose>
          <Button variant="primary" loading={busy} onClick={() => void confirm()}>
            {before ? "Save" : "Add"}
          </Button>
        </>
      }
    >
      {looser.length > 0 ? (
        <div className="mb-3 flex items-start gap-2 rounded-md border border-line bg-caution-soft px-3 py-2">
          <TriangleAlert size={15} className="mt-0.5 shrink-0 text-caution" aria-hidden="true" />
          <div>
            <p className="font-semibold">This lets more through</p>
            <ul className="list-disc pl-4">
              {looser.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </div>
        </div>
      ) : null}
      <DiffView
        caption="What changes"
        schema={settingLabels}
        before={before ? pick(before, fields) : {}}
        after={pick(after, fields)}
      />
      {fault ? (
        <p role="alert" className="mt-3 text-danger">
          {fault}
        </p>
      ) : null}
    </Dialog>
  );
}
