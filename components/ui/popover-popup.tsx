"use client";

import { Popover as Base } from "@base-ui/react/popover";
import { clsx } from "clsx";
import { CloseContext } from "@/components/ui/dialog-close";
import type { PopoverProps } from "@/components/ui/popover.types";
import { popupPlace } from "@/components/ui/popup-place";

export interface PopoverPopupProps extends Omit<PopoverProps, "trigger"> {
  anchor: Element;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The panel itself. */
export function PopoverPopup({
  anchor,
  open,
  onOpenChange,
  title,
  children,
  align = "start",
  side = "bottom",
  className,
}: PopoverPopupProps) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, details) => {
        // A press on the button that opened it is that button's to answer.
        const target = details.event.target;
        if (!next && target instanceof Node && anchor.contains(target)) return;
        onOpenChange(next);
      }}
    >
      <Base.Portal>
        <Base.Positioner className="z-50" anchor={anchor} align={align} side={side} sideOffset={6} {...popupPlace()}>
          <Base.Popup
            className={clsx(
              "surface-popup popup-motion max-h-(--available-height) max-w-(--available-width) overflow-y-auto p-3 outline-none",
              className,
            )}
          >
            <CloseContext value={() => onOpenChange(false)}>
              {title ? <Base.Title className="mb-2 text-sm font-semibold text-ink-soft">{title}</Base.Title> : null}
              {children}
            </CloseContext>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
