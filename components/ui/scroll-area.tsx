"use client";

import { ScrollArea as Base } from "@base-ui/react/scroll-area";
import { clsx } from "clsx";
import type { ReactNode } from "react";

/** A region that scrolls by itself and can be scrolled by keyboard; name it when it stands alone. */
export function ScrollArea({ children, className, label }: { children: ReactNode; className?: string; label?: string }) {
  return (
    <Base.Root className={clsx("relative min-h-0", className)}>
      <Base.Viewport className="h-full max-h-[inherit] overscroll-contain" role={label ? "region" : undefined} aria-label={label}>
        {children}
      </Base.Viewport>
      <Base.Scrollbar className="flex w-2 justify-center p-0.5 opacity-0 transition-opacity data-hovering:opacity-100 data-scrolling:opacity-100">
        <Base.Thumb className="w-1 rounded-full bg-edge" />
      </Base.Scrollbar>
    </Base.Root>
  );
}
