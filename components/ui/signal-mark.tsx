import { clsx } from "clsx";
import type { ReactNode } from "react";

export type Signal = "green" | "yellow" | "red";

const words: Record<Signal, string> = { green: "Green", yellow: "Yellow", red: "Red" };
const colours: Record<Signal, string> = { green: "text-go", yellow: "text-caution", red: "text-danger" };

export interface SignalShapeProps {
  signal: Signal;
  size?: number;
  className?: string;
}

/** The shape of a signal: a disc, a triangle, a square. Only ever drawn where its word is near. */
export function SignalShape({ signal, size = 11, className }: SignalShapeProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={clsx("shrink-0", colours[signal], className)}
    >
      {signal === "green" ? <circle cx="6" cy="6" r="5.5" fill="currentColor" /> : null}
      {signal === "yellow" ? <path d="M6 .6 11.8 11.2H.2z" fill="currentColor" /> : null}
      {signal === "red" ? <rect x=".6" y=".6" width="10.8" height="10.8" rx="1" fill="currentColor" /> : null}
    </svg>
  );
}

export interface SignalMarkProps {
  signal: Signal;
  /** The word beside the shape; the zone's name by default. */
  children?: ReactNode;
  /** Draws the shape alone and says the word to screen readers and on hover: for rows whose heading explains it. */
  compact?: boolean;
  className?: string;
}

/** A signal: shape, colour and word, so that nobody depends on the colour. */
export function SignalMark({ signal, children, compact = false, className }: SignalMarkProps) {
  const word = children ?? words[signal];
  return (
    <span
      className={clsx("inline-flex items-center gap-1.5 font-semibold whitespace-nowrap", colours[signal], className)}
      title={compact && typeof word === "string" ? word : undefined}
    >
      <SignalShape signal={signal} />
      {compact ? <span className="sr-only">{word}</span> : word}
    </span>
  );
}
