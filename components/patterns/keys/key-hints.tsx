"use client";

import { Dialog } from "@/components/ui/dialog";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

const sheet = loadedWhenOpened(() =>
  import("@/components/patterns/keys/keys-sheet").then((module) => module.KeysSheet),
);

/** The sheet of all keys that act on this screen, opened by `?`. */
export function KeyHints({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" width="lg">
      <sheet.Part />
    </Dialog>
  );
}
