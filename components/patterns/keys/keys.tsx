"use client";

import { useSyncExternalStore } from "react";
import { drawnKeys } from "@/components/patterns/keys/shortcut.rules";
import { Kbd } from "@/components/ui/kbd";

const never = () => () => undefined;

/** Whether keys are drawn as on a Mac. The server does not know, and draws the others. */
export function useIsMac(): boolean {
  return useSyncExternalStore(
    never,
    () => /mac/iu.test(navigator.userAgent),
    () => false,
  );
}

/** The keys of one shortcut, drawn. */
export function Keys({ keys, className }: { keys: string; className?: string }) {
  const isMac = useIsMac();
  const drawn = drawnKeys(keys, isMac);
  return (
    <span className={`inline-flex items-center gap-0.5 ${className ?? ""}`}>
      {drawn.map((key, index) => (
        <Kbd key={index}>{key}</Kbd>
      ))}
    </span>
  );
}
