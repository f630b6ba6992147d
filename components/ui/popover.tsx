"use client";

import { Popover as Base } from "@base-ui/react/popover";
import { clsx } from "clsx";
import type { ReactElement, ReactNode } from "react";

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  title?: ReactNode;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  className?: string;
}

/** A small panel beside the button that opened it. */
export function Popover({ trigger, title, children, open, onOpenChange, align = "start", side = "bottom", className }: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-50" align={align} side={side} sideOffset={6} collisionPadding={8}>
          <Base.Popup className={clsx("surface-popup popup-motion max-w-(--available-width) p-3 outline-none", className)}>
            {title ? <Base.Title className="mb-2 text-sm font-semibold text-ink-soft">{title}</Base.Title> : null}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** A button that closes the popover it stands in. */
export const PopoverClose = Base.Close;
