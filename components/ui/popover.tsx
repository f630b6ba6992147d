"use client";

import { Suspense, useState } from "react";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { asOpener } from "@/components/ui/opener";
import type { PopoverProps } from "@/components/ui/popover.types";

const popup = loadedWhenOpened(() => import("@/components/ui/popover-popup").then((module) => module.PopoverPopup));

/** A small panel beside the button that opened it. */
export function Popover({ trigger, ...props }: PopoverProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const [anchor, setAnchor] = useState<Element | null>(null);
  const open = props.open ?? ownOpen;

  function setOpen(next: boolean) {
    setOwnOpen(next);
    props.onOpenChange?.(next);
  }

  return (
    <>
      {asOpener(trigger, {
        opens: "dialog",
        open,
        preload: popup.preload,
        onPress(event) {
          setAnchor(event.currentTarget);
          setOpen(!open);
        },
      })}
      {anchor ? (
        <Suspense fallback={null}>
          <popup.Part {...props} anchor={anchor} open={open} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
    </>
  );
}
