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
export function DialogPopup({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  width = "md",
}: DialogPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className={clsx(dialogPopupClass, dialogWidths[width])}>
          <CloseContext value={() => onOpenChange(false)}>
            <div className="max-h-[30dvh] shrink-0 overflow-y-auto border-b border-line-soft py-3.5 pr-14 pl-5">
              <Base.Title className="text-lg font-semibold tracking-tight">{title}</Base.Title>
              {description ? <Base.Description className="mt-0.5 text-ink-soft">{description}</Base.Description> : null}
            </div>
            {children ? <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div> : null}
            {footer ? <div className={dialogFooterClass}>{footer}</div> : null}
            {/* Last in order, so that the first control of the task has the focus, not the way out. */}
            <IconButton
              label="Close"
              size="sm"
              className="absolute top-3 right-3 coarse:top-1 coarse:right-1"
              onClick={() => onOpenChange(false)}
            >
              <X size={15} aria-hidden="true" />
            </IconButton>
          </CloseContext>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
