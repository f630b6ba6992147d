"use client";

import { useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "@/components/patterns/confirm-dialog";
import { askBeforeLeaving, type Go } from "@/components/patterns/leaving";

/**
 * Asks before what is typed vanishes: by a link, a key, the browser's Back, or by closing the tab.
 *
 * @param what the noun: "entry", "settings"
 */
export function UnsavedGuard({ what }: { what: string }) {
  const [go, setGo] = useState<{ run: Go } | null>(null);
  const ending = useRef<() => void>(() => undefined);

  useEffect(() => {
    const ask = (next: Go) => setGo({ run: next });
    const release = askBeforeLeaving(ask);
    const here = window.location.href;
    const state: unknown = window.history.state;

    function onClose(event: BeforeUnloadEvent) {
      event.preventDefault();
    }
    // The browser has gone already: the page's address is put back, and the router does not hear of it.
    function onBack(event: PopStateEvent) {
      if (new URL(here).pathname === window.location.pathname) return;
      event.stopImmediatePropagation();
      window.history.pushState(state, "", here);
      ask(() => window.history.back());
    }
    function end() {
      release();
      window.removeEventListener("beforeunload", onClose);
      window.removeEventListener("popstate", onBack, { capture: true });
    }
    window.addEventListener("beforeunload", onClose);
    window.addEventListener("popstate", onBack, { capture: true });
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
      description={`What you changed of this ${what} is not saved. It is lost when you leave.`}
      confirmLabel="Leave"
      danger
      onConfirm={() => {
        ending.current();
        go?.run();
      }}
    />
  );
}
