"use client";

import { useState } from "react";
import type { Arrivals } from "@/components/approvals/queue/use-arrivals";
import { Kbd } from "@/components/ui/kbd";
import { Spinner } from "@/components/ui/spinner";
import { formatCount } from "@/lib/platform/format";

export interface QueueNewsProps {
  arrivals: Arrivals;
  onShow: () => Promise<void>;
}

/** Says that something new waits. It is shown when one asks for it, so that nothing moves under the cursor. */
export function QueueNews({ arrivals, onShow }: QueueNewsProps) {
  const [showing, setShowing] = useState(false);
  const words = arrivals.count > 0 ? `${formatCount(arrivals.count)}${arrivals.more ? "+" : ""} new` : "";

  async function show() {
    setShowing(true);
    try {
      await onShow();
    } finally {
      setShowing(false);
    }
  }

  return (
    <>
      <p role="status" className="sr-only">
        {words ? `${words} in the queue. Press full stop to show.` : ""}
      </p>
      {words ? (
        <button
          type="button"
          onClick={() => void show()}
          className="flex w-full items-center justify-between border-b border-line-soft bg-accent-soft px-3.5 py-1.5 font-medium text-accent focus-visible:-outline-offset-2 coarse:min-h-11"
        >
          <span>{words}</span>
          {showing ? <Spinner /> : <Kbd>.</Kbd>}
        </button>
      ) : null}
    </>
  );
}
