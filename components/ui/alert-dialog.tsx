"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { clsx } from "clsx";
import type { ReactElement, ReactNode } from "react";
import { backdropClass, dialogFooterClass, dialogPopupClass } from "@/components/ui/dialog";

export interface AlertDialogProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactElement;
  title: ReactNode;
  /** What will happen, in one or two plain sentences. */
  description: ReactNode;
  children?: ReactNode;
  /** The buttons; the one that does nothing comes first. */
  footer: ReactNode;
}

/** A question that must be answered: no press beside it closes it. */
export function AlertDialog({ open, onOpenChange, trigger, title, description, children, footer }: AlertDialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className={clsx(dialogPopupClass, "sm:max-w-md")}>
          <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-4">
            <Base.Title className="text-lg font-semibold tracking-tight">{title}</Base.Title>
            <Base.Description render={<div />} className="mt-1 text-ink-soft">
              {description}
            </Base.Description>
            {children ? <div className="mt-4">{children}</div> : null}
          </div>
          <div className={dialogFooterClass}>{footer}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A button that closes the question without doing anything. */
export const AlertDialogClose = Base.Close;
