"use client";

import { clsx } from "clsx";
import { Check, Copy } from "lucide-react";
import { useCopy } from "@/components/patterns/copy/copy-text";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Tooltip } from "@/components/ui/tooltip";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { shortId } from "@/lib/platform/format";

export interface CopyIdProps {
  id: string;
  /** What it identifies, for screen readers: "action id". */
  label?: string;
  /** Show the whole id. */
  full?: boolean;
  className?: string;
}

/** An id, short; a press copies the whole of it. */
export function CopyId({ id, label = "id", full = false, className }: CopyIdProps) {
  const { copy, state } = useCopy();
  return (
    <Tooltip
      content={
        state === "copied" ? (
          "Copied"
        ) : (
          <span className="text-mono">
            <OutsideText text={id} />
          </span>
        )
      }
    >
      <button
        type="button"
        aria-label={`Copy ${label} ${spelledOut(id)}`}
        onClick={(event) => {
          event.stopPropagation();
          void copy(id);
        }}
        className={clsx(
          "group text-mono relative inline-flex max-w-full items-center gap-1 rounded-sm text-ink-soft hover:text-ink coarse:min-h-11",
          className,
        )}
      >
        <span className={clsx(full ? "break-all text-left" : "whitespace-nowrap")}>
          <OutsideText text={full ? id : shortId(id)} />
        </span>
        {state === "copied" ? (
          <Check size={12} className="shrink-0" aria-hidden="true" />
        ) : (
          <Copy
            size={11}
            className="shrink-0 opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"
            aria-hidden="true"
          />
        )}
        <span role="status" className="sr-only">
          {state === "copied" ? "Copied" : state === "failed" ? "The browser refused to copy" : ""}
        </span>
      </button>
    </Tooltip>
  );
}
