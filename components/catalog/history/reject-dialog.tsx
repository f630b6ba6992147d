"use client";

import { useForm } from "react-hook-form";
import { FormField } from "@/components/patterns/forms/form-field";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { toast } from "@/components/ui/notify";
import { Textarea } from "@/components/ui/textarea";
import { rejectTypeProposal } from "@/lib/catalog/type-history.client";

export interface RejectDialogProps {
  name: string;
  id: string;
  /** It is the reader's own, which they take back. */
  own: boolean;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** Asks why a proposal is turned down. */
export function RejectDialog({ name, id, own, onDone, onClose }: RejectDialogProps) {
  const { register, watch } = useForm({ defaultValues: { reason: "" } });
  const reason = watch("reason");
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={own ? "Take this proposal back?" : "Reject this proposal?"}
      description="Nothing changes. It cannot be accepted any more; the same can be proposed again."
      confirmLabel={own ? "Take back" : "Reject"}
      disabledReason={reason.trim() === "" ? "Say why" : null}
      onConfirm={async () => {
        await rejectTypeProposal(name, id, reason.trim());
        await onDone();
        toast(own ? "Taken back." : "Rejected.");
      }}
    >
      <FormField label="Why" required>
        <Textarea rows={2} maxLength={2000} {...register("reason")} />
      </FormField>
    </ConfirmDialog>
  );
}
