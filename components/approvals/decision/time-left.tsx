"use client";

import { useNow } from "@/components/patterns/time/clock";
import { Countdown } from "@/components/patterns/time/countdown";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { Action } from "@/lib/actions/action.schemas";
import { endsWithAgent } from "@/lib/approvals/approval.rules";
import { extendableWithinSeconds, extensionSeconds } from "@/lib/pending/extension.rules";

export interface TimeLeftProps {
  action: Pick<Action, "expiresAt" | "deadline" | "settling">;
  /** Whether the reader may decide it, and so extend it. */
  offered: boolean;
  /** Why it cannot be extended by this person; null where it can. */
  obstacle: string | null;
  onExtend: () => void;
}

/** How long is left, always in sight; in the last minute one press adds time, unless the agent wants its answer by then. */
export function TimeLeft({ action, offered, obstacle, onExtend }: TimeLeftProps) {
  const now = useNow(1000);
  const { settling, expiresAt } = action;
  const leftMs = Date.parse(expiresAt) - now;
  const lastMinute = !settling && leftMs > 0 && leftMs <= extendableWithinSeconds * 1000;
  return (
    <div className="flex flex-wrap items-baseline @max-5xl/approvals:basis-auto! justify-between gap-x-3 gap-y-1.5">
      <span className="text-mute @max-5xl/approvals:sr-only">
        {settling ? "Becomes final in" : "Expires, then denied"}
      </span>
      <span className="text-[22px] leading-7 font-[650] tracking-[-0.02em]">
        <Countdown
          until={settling?.until ?? expiresAt}
          over={settling ? "0:00" : "time is up"}
          announce={!settling}
          tabbable
        />
      </span>
      {lastMinute && offered ? (
        <Button
          size="sm"
          className="w-full"
          disabledReason={
            obstacle ??
            (endsWithAgent(action)
              ? "This is the agent's own deadline: after it, an answer is no longer any use to it."
              : null)
          }
          onClick={onExtend}
        >
          Add {extensionSeconds / 60} minutes <Kbd>T</Kbd>
        </Button>
      ) : null}
    </div>
  );
}
