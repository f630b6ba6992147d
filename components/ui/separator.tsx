import { clsx } from "clsx";

export interface SeparatorProps {
  vertical?: boolean;
  className?: string;
}

/** A hairline between things. */
export function Separator({ vertical = false, className }: SeparatorProps) {
  return (
    <div
      role="separator"
      aria-orientation={vertical ? "vertical" : "horizontal"}
      className={clsx("shrink-0 bg-line", vertical ? "w-px self-stretch" : "h-px w-full", className)}
    />
  );
}
