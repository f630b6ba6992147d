"use client";

import { Suspense, useState } from "react";
import type { DialogProps } from "@/components/ui/dialog.types";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { asOpener } from "@/components/ui/opener";

const popup = loadedWhenOpened(() => import("@/components/ui/dialog-popup").then((module) => module.DialogPopup));

/** Fetches the dialog's parts ahead of need. */
export const preloadDialog = popup.preload;

/** A task over the page. On a phone it rises from the bottom and takes the width. */
export function Dialog({ trigger, ...props }: DialogProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const open = props.open ?? ownOpen;
  const [wanted, setWanted] = useState(open);
  if (open && !wanted) setWanted(true);

  function setOpen(next: boolean) {
    setOwnOpen(next);
    props.onOpenChange?.(next);
  }

  return (
    <>
      {trigger
        ? asOpener(trigger, { opens: "dialog", open, onPress: () => setOpen(true), preload: popup.preload })
        : null}
      {wanted ? (
        <Suspense fallback={null}>
          <popup.Part {...props} open={open} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
    </>
  );
}
