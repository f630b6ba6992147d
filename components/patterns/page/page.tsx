import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface PageProps {
  children: ReactNode;
  /** `full` uses the whole width (boards, tables); `text` keeps forms and prose readable. */
  width?: "full" | "text";
  className?: string;
}

/** The body of an ordinary page: its padding and its greatest width. Pages of several panes do without it. */
export function Page({ children, width = "full", className }: PageProps) {
  return (
    <div
      className={clsx(
        "px-4 pt-4 pb-10 sm:px-[22px] sm:pt-[18px]",
        width === "text" ? "max-w-4xl" : "max-w-[140rem]",
        className,
      )}
    >
      {children}
    </div>
  );
}
