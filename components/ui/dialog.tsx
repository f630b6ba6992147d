"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { clsx } from "clsx";
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";

const widths = { sm: "sm:max-w-sm", md: "sm:max-w-lg", lg: "sm:max-w-2xl", xl: "sm:max-w-4xl" } as const;

export interface DialogProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The element that opens it; leave out when `open` is controlled. */
  trigger?: ReactElement;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** The row of buttons at the bottom. */
  footer?: ReactNode;
  width?: keyof typeof widths;
}

/** A task over the page. On a phone it rises from the bottom and takes the width. */
export function Dialog({ open, onOpenChange, trigger, title, description, children, footer, width = "md" }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className={clsx(dialogPopupClass, widths[width])}>
          <div className="flex items-start gap-3 border-b border-line-soft px-5 py-3.5">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold tracking-tight">{title}</Base.Title>
              {description ? <Base.Description className="mt-0.5 text-ink-soft">{description}</Base.Description> : null}
            </div>
            <Base.Close render={<IconButton label="Close" size="sm" className="-mr-2" />}>
              <X size={15} aria-hidden="true" />
            </Base.Close>
          </div>
          {children ? <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div> : null}
          {footer ? <div className={dialogFooterClass}>{footer}</div> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A button that closes the dialog it stands in. */
export const DialogClose = Base.Close;

export const backdropClass =
  "fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";

export const dialogPopupClass =
  "fixed inset-x-0 bottom-0 z-40 flex max-h-[92dvh] flex-col rounded-t-xl border border-edge bg-panel text-ink shadow-popup outline-none " +
  "transition-[opacity,transform] duration-150 data-ending-style:translate-y-3 data-ending-style:opacity-0 data-starting-style:translate-y-3 data-starting-style:opacity-0 " +
  "sm:inset-x-4 sm:top-[12dvh] sm:bottom-auto sm:mx-auto sm:max-h-[76dvh] sm:rounded-xl";

export const dialogFooterClass =
  "flex flex-col-reverse gap-2 border-t border-line-soft bg-sunk px-5 py-3 sm:flex-row sm:justify-end sm:rounded-b-xl";
