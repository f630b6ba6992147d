"use client";

import { useState } from "react";
import { FormField } from "@/components/patterns/forms/form-field";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import type { PulledStop } from "@/components/stops/stop-scope";
import { Textarea } from "@/components/ui/textarea";
import { spelledOut } from "@/lib/platform/concealed.rules";

export interface RearmDialogProps {
  stop: PulledStop;
  onRearm?: (stop: PulledStop, reason: string) => Promise<void>;
  onClose: () => void;
}

/** Asks why it is safe again before a stop is lifted. */
export function RearmDialog({ stop, onRearm, onClose }: RearmDialogProps) {
  const [reason, setReason] = useState("");
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Re-arm: ${spelledOut(stop.label)}`}
      description="Agents in this scope may ask again from now on. Whatever was refused or lost its permit stays that way: nothing restarts by itself."
      confirmLabel="Re-arm"
      disabledReason={reason.trim() === "" ? "Say why it is safe again" : null}
      onConfirm={() => onRearm?.(stop, reason.trim())}
    >
      <FormField label="Why is it safe again?" required>
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} rows={2} maxLength={2000} />
      </FormField>
    </ConfirmDialog>
  );
}
