"use client";

import { type ReactElement, type ReactNode, useState } from "react";
import { RequestId, requestIdOf } from "@/components/patterns/states/request-id";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog-close";
import type { OpenerProps } from "@/components/ui/opener";

export interface ConfirmDialogProps {
  trigger?: ReactElement<OpenerProps>;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  /** What will happen, and whether it can be undone. */
  description: ReactNode;
  /** The verb on the button: "Revoke key". */
  confirmLabel: string;
  danger?: boolean;
  /** Why it cannot be confirmed yet. */
  disabledReason?: string | null;
  children?: ReactNode;
  /** Runs the change; the dialog stays, with the fault, if it throws. */
  onConfirm: () => Promise<void> | void;
}

/** Asks before a change that cannot simply be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { trigger, title, description, confirmLabel, danger = false, disabledReason, children, onConfirm } = props;
  const [ownOpen, setOwnOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ words: string; requestId: string | null } | null>(null);
  const open = props.open ?? ownOpen;

  function setOpen(next: boolean) {
    if (!next) setFault(null);
    setOwnOpen(next);
    props.onOpenChange?.(next);
  }

  async function confirm() {
    setBusy(true);
    setFault(null);
    try {
      await onConfirm();
      setOpen(false);
    } catch (error) {
      setFault({
        words: error instanceof Error ? error.message : "It did not work. Nothing was changed.",
        requestId: requestIdOf(error),
      });
    } finally {
      setBusy(false);
    }
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={title}
      description={description}
      footer={
        <>
          <DialogClose render={<Button variant="default" />}>Cancel</DialogClose>
          <Button
            variant={danger ? "danger-solid" : "primary"}
            loading={busy}
            disabledReason={disabledReason}
            onClick={() => void confirm()}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {fault ? (
        <div role="alert" className="mt-3">
          <p className="text-danger">{fault.words}</p>
          <RequestId id={fault.requestId} />
        </div>
      ) : null}
    </AlertDialog>
  );
}
