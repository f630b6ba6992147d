"use client";

import { Suspense, useState } from "react";
import type { AlertDialogProps } from "@/components/ui/dialog.types";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { asOpener } from "@/components/ui/opener";

const popup = loadedWhenOpened(() =>
  import("@/components/ui/alert-dialog-popup").then((module) => module.AlertDialogPopup),
);

/** A question that must be answered: no press beside it closes it. */
export function AlertDialog({ trigger, ...props }: AlertDialogProps) {
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
