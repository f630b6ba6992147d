"use client";

import { clsx } from "clsx";
import { type ReactNode, useId, useRef, useState } from "react";
import { useIsCut } from "@/components/patterns/outside/is-cut";
import { Tooltip } from "@/components/ui/tooltip";

export interface ClampedProps {
  children: ReactNode;
  lines?: 1 | 2 | 3;
  /** Whether Tab stops on it while it is cut, and shows the whole. Not inside of something that is pressed, nor in the rows of a table, which lead to where it stands whole. */
  tabbable?: boolean;
  className?: string;
}

const lineClass = { 1: "line-clamp-1", 2: "line-clamp-2", 3: "line-clamp-3" } as const;

/** A text from outside in so many lines at most; what is cut off is shown whole on hover, on keyboard focus and at a tap. */
export function Clamped({ children, lines = 1, tabbable = false, className }: ClampedProps) {
  const words = useRef<HTMLSpanElement>(null);
  const isCut = useIsCut(words, children);
  return (
    <Tooltip content={isCut ? children : null} byTap={tabbable}>
      <span
        ref={words}
        tabIndex={isCut && tabbable ? 0 : undefined}
        className={clsx("rounded-sm", lineClass[lines], className)}
      >
        {children}
      </span>
    </Tooltip>
  );
}

/** A text of which three lines stand at first, and the whole in its place at a press. */
export function Unfolding({ children, className }: { children: ReactNode; className?: string }) {
  const [whole, setWhole] = useState(false);
  const id = useId();
  const words = useRef<HTMLSpanElement>(null);
  const isCut = useIsCut(words, whole ? null : children);
  return (
    <>
      <span ref={words} id={id} className={clsx(whole ? "block" : "line-clamp-3", className)}>
        {children}
      </span>
      {isCut || whole ? (
        <button
          type="button"
          aria-expanded={whole}
          aria-controls={id}
          onClick={() => setWhole(!whole)}
          className="block rounded-sm text-sm font-normal tracking-normal text-accent underline-offset-2 hover-fine:underline coarse:min-h-11"
        >
          {whole ? "Show less" : "Show all of it"}
        </button>
      ) : null}
    </>
  );
}
