"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { clsx } from "clsx";
import { CloseContext } from "@/components/ui/dialog-close";
import { backdropClass, dialogFooterClass, dialogPopupClass } from "@/components/ui/dialog-class";
import type { AlertDialogProps } from "@/components/ui/dialog.types";

export interface AlertDialogPopupProps extends Omit<AlertDialogProps, "trigger"> {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The question itself. */
export function AlertDialogPopup({ open, onOpenChange, title, description, children, footer }: AlertDialogPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className={clsx(dialogPopupClass, "sm:max-w-md")}>
          <CloseContext value={() => onOpenChange(false)}>
            <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-4">
              <Base.Title className="text-lg font-semibold tracking-tight">{title}</Base.Title>
              <Base.Description render={<div />} className="mt-1 text-ink-soft">
                {description}
              </Base.Description>
              {children ? <div className="mt-4">{children}</div> : null}
            </div>
            <div className={dialogFooterClass}>{footer}</div>
          </CloseContext>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
