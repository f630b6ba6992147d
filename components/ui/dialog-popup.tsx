"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { CloseContext } from "@/components/ui/dialog-close";
import { backdropClass, dialogFooterClass, dialogPopupClass, dialogWidths } from "@/components/ui/dialog-class";
import type { DialogProps } from "@/components/ui/dialog.types";
import { IconButton } from "@/components/ui/icon-button";

export interface DialogPopupProps extends Omit<DialogProps, "trigger"> {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The dialog itself. */
export function DialogPopup({ open, onOpenChange, title, description, children, footer, width = "md" }: DialogPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className={clsx(dialogPopupClass, dialogWidths[width])}>
          <CloseContext value={() => onOpenChange(false)}>
            <div className="flex items-start gap-3 border-b border-line-soft px-5 py-3.5">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-lg font-semibold tracking-tight">{title}</Base.Title>
                {description ? <Base.Description className="mt-0.5 text-ink-soft">{description}</Base.Description> : null}
              </div>
              <IconButton label="Close" size="sm" className="-mr-2" onClick={() => onOpenChange(false)}>
                <X size={15} aria-hidden="true" />
              </IconButton>
            </div>
            {children ? <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div> : null}
            {footer ? <div className={dialogFooterClass}>{footer}</div> : null}
          </CloseContext>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
