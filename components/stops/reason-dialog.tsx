"use client";

import { useForm } from "react-hook-form";
import { FormField } from "@/components/patterns/forms/form-field";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import type { PulledStop } from "@/components/stops/stop-scope";
import { Textarea } from "@/components/ui/textarea";
import { spelledOut } from "@/lib/platform/concealed.rules";

export interface ReasonDialogProps {
  stop: PulledStop;
  onReason?: (stop: PulledStop, reason: string) => Promise<void>;
  onClose: () => void;
}

/** Asks why a stop was pulled, where the lever came first. */
export function ReasonDialog({ stop, onReason, onClose }: ReasonDialogProps) {
  const { register, watch } = useForm({ defaultValues: { reason: "" } });
  const reason = watch("reason");
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Why was this stopped: ${spelledOut(stop.label)}`}
      description="It goes on the record and to every agent that is refused. It can be given once."
      confirmLabel="Save reason"
      disabledReason={reason.trim() === "" ? "Say why, in a few words" : null}
      onConfirm={() => onReason?.(stop, reason.trim())}
    >
      <FormField label="Reason" required>
        <Textarea rows={2} maxLength={2000} {...register("reason")} />
      </FormField>
    </ConfirmDialog>
  );
}
