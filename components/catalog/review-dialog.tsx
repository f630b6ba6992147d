"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { LetsThrough } from "@/components/catalog/lets-through";
import { SettingsDiff } from "@/components/catalog/settings-diff";
import { FormField } from "@/components/patterns/forms/form-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogClose } from "@/components/ui/dialog-close";
import { Textarea } from "@/components/ui/textarea";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { judgedSettings, type TypeSettings } from "@/lib/catalog/catalog.rules";

export interface ReviewDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The entry as it is; null for a new one. */
  before: ActionType | null;
  after: TypeSettings;
  changed: readonly (keyof TypeSettings)[];
  name: string;
  /** A change takes two people here: it is proposed, not saved. */
  proposes: boolean;
  /** Saves or proposes, with the reason as it was written; throws with a sentence when it is refused. */
  onConfirm: (reason: string) => Promise<void>;
}

/** What differs, value by value, and what it lets through, before it is saved. */
export function ReviewDialog({
  open,
  onOpenChange,
  before,
  after,
  changed,
  name,
  proposes,
  onConfirm,
}: ReviewDialogProps) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { register, watch, reset } = useForm({ defaultValues: { reason: "" } });
  const reason = watch("reason");
  const fields = before ? changed : (Object.keys(judgedSettings) as (keyof TypeSettings)[]);

  async function confirm() {
    setBusy(true);
    setFault(null);
    try {
      await onConfirm(reason.trim());
      reset();
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
      title={proposes ? `Propose changes to ${name}?` : before ? `Save changes to ${name}?` : `Add ${name}?`}
      description={
        proposes
          ? "Nothing changes until somebody else accepts it. Then it applies from the next request on."
          : "It applies from the next request on. Actions that are already held keep the version they were asked under."
      }
      footer={
        <>
          <DialogClose render={<Button />}>Back</DialogClose>
          <Button
            variant="primary"
            loading={busy}
            disabledReason={proposes && reason.trim() === "" ? "Say why it should change" : null}
            onClick={() => void confirm()}
          >
            {proposes ? "Propose" : before ? "Save" : "Add"}
          </Button>
        </>
      }
    >
      {before ? <LetsThrough before={before} after={after} /> : null}
      <SettingsDiff caption="What changes" before={before ?? {}} after={after} fields={fields} />
      <FormField
        label="Why"
        required={proposes}
        optional={!proposes}
        hint="It stays in the entry’s history."
        className="mt-4"
      >
        <Textarea rows={2} maxLength={2000} {...register("reason")} />
      </FormField>
      {fault ? (
        <p role="alert" className="mt-3 text-danger">
          {fault}
        </p>
      ) : null}
    </Dialog>
  );
}
