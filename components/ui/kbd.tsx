import { clsx } from "clsx";
import type { ReactNode } from "react";

/** A key, as it stands on the keyboard. Hidden on touch screens, where there is none. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={clsx(
        "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-b-2 border-edge bg-panel px-1 text-2xs leading-none font-medium text-ink-soft coarse:hidden",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
