"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import { hintStore, type OpenHint } from "@/components/ui/hint-store";
import { popupPlace } from "@/components/ui/popup-place";

/** The popup of the open hint. Escape closes it; the pointer may move onto it. */
export function TooltipPopup({ hint }: { hint: OpenHint }) {
  return (
    <Base.Root
      open
      onOpenChange={(open) => {
        if (!open) hintStore.close();
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={hint.anchor} sideOffset={6} {...popupPlace()} className="z-50">
          <Base.Popup
            onPointerEnter={() => hintStore.keep()}
            onPointerLeave={() => hintStore.closeSoon()}
            className="max-h-[50dvh] max-w-72 overflow-y-auto animate-[fade-in_110ms_ease-out] rounded-md bg-ink px-2 py-1 text-xs text-panel shadow-popup"
          >
            {hint.content}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
