"use client";

import { clsx } from "clsx";
import { useNow } from "@/components/patterns/time/clock";
import { Tooltip } from "@/components/ui/tooltip";
import { formatDuration } from "@/lib/platform/format";

export type ConnectionState = "live" | "restarting" | "reconnecting" | "stale";

export interface ConnectionLampProps {
  state: ConnectionState;
  /** Since when nothing was heard, Unix milliseconds. */
  since?: number | null;
  className?: string;
}

const explanations: Record<ConnectionState, string> = {
  live: "Changes appear as they happen.",
  restarting:
    "The server is being restarted and will be back in a moment. Nothing is lost; you can answer once it is back.",
  reconnecting:
    "The connection was lost and is being restored. What you see may be a few seconds old; you can answer once it is back.",
  stale: "No connection to the server. What you see is old, so nothing can be decided until it is back.",
};

const words: Record<ConnectionState, string> = {
  live: "Live",
  restarting: "Restarting",
  reconnecting: "Reconnecting",
  stale: "Stale",
};

/** Whether what is on the screen is what is. A shape and a word; the word leaves on a phone, never the shape. */
export function ConnectionLamp({ state, since, className }: ConnectionLampProps) {
  const now = useNow(1000);
  const silence = since ? ` since ${formatDuration(Math.max(0, now - since))}` : "";
  return (
    <Tooltip content={explanations[state]}>
      <span
        tabIndex={0}
        className={clsx(
          "flex items-center gap-[7px] whitespace-nowrap",
          state === "stale" ? "font-semibold text-caution" : "text-mute",
          className,
        )}
      >
        <svg
          width="10"
          height="10"
          viewBox="0 0 10 10"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
        >
          {state === "live" ? (
            <>
              <circle cx="5" cy="5" r="4" />
              <circle cx="5" cy="5" r="1.6" fill="currentColor" stroke="none" />
            </>
          ) : null}
          {state === "reconnecting" || state === "restarting" ? (
            <circle cx="5" cy="5" r="4" strokeDasharray="3 3" className="origin-center animate-spin" />
          ) : null}
          {state === "stale" ? <path d="M5 .8 9.6 9.2H.4z" fill="currentColor" stroke="none" /> : null}
        </svg>
        <span className="max-sm:sr-only">
          <span role="status">{words[state]}</span>
          {state === "stale" ? <span className="tabular-nums">{silence}</span> : null}
        </span>
      </span>
    </Tooltip>
  );
}
