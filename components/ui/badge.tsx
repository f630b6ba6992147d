import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface BadgeProps {
  children: ReactNode;
  /** `strong` for what should be found at a glance. Never a signal colour: use SignalMark for those. */
  tone?: "plain" | "strong" | "accent";
  className?: string;
}

/** A short word about a thing: a kind, a tier, a scope. */
export function Badge({ children, tone = "plain", className }: BadgeProps) {
  return (
    <span
      className={clsx(
        "inline-flex max-w-full items-center gap-1 overflow-hidden rounded-sm border px-1.5 text-2xs leading-[18px] font-medium whitespace-nowrap",
        tone === "plain" && "border-line bg-sunk text-ink-soft",
        tone === "strong" && "border-ink bg-ink text-panel",
        tone === "accent" && "border-transparent bg-accent-soft text-accent",
        className,
      )}
    >
      {children}
    </span>
  );
}
