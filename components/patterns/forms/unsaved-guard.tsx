"use client";

import { useEffect, useRef, useState } from "react";
import { holdHistory } from "@/components/patterns/forms/hold-history";
import { askBeforeLeaving, type Go } from "@/components/patterns/forms/leaving";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";

/**
 * Asks before what is typed vanishes: by a link, a key, the palette, the browser's Back, or by closing or reloading the tab.
 *
 * @param what the noun: "entry", "settings"
 */
export function UnsavedGuard({ what }: { what: string }) {
  const [go, setGo] = useState<{ run: Go } | null>(null);
  const ending = useRef<() => void>(() => undefined);

  useEffect(() => {
    const ask = (next: Go) => setGo({ run: next });
    const release = askBeforeLeaving(ask);
    const releaseHistory = holdHistory(ask);
    function onClose(event: BeforeUnloadEvent) {
      event.preventDefault();
    }
    function end() {
      release();
      releaseHistory();
      window.removeEventListener("beforeunload", onClose);
    }
    window.addEventListener("beforeunload", onClose);
    ending.current = end;
    return end;
  }, []);

  return (
    <ConfirmDialog
      open={go !== null}
      onOpenChange={(open) => {
        if (!open) setGo(null);
      }}
      title="Leave without saving?"
      description={`Your changes to this ${what} are not saved. They are lost if you leave.`}
      confirmLabel="Leave"
      danger
      onConfirm={() => {
        ending.current();
        go?.run();
      }}
    />
  );
}
