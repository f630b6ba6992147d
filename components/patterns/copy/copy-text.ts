"use client";

import { useEffect, useState } from "react";

/** Copies text; `copied` stays true for a moment afterwards, `failed` where the browser refuses. */
export function useCopy(): { copy: (text: string) => Promise<void>; state: "idle" | "copied" | "failed" } {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy(text: string) {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // Without a secure context or permission there is no clipboard: the reader is asked to copy by hand.
      setState("failed");
    }
  }

  return { copy, state };
}
