"use client";

import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/platform/format";

export interface LoadMoreProps {
  /** How many are shown now. */
  shown: number;
  /** How many there are, where that is known. */
  total?: number;
  /** What they are called: "actions". */
  noun: string;
  hasMore: boolean;
  loading: boolean;
  onLoadMore: () => void;
}

/** The foot of a list that is read by cursor. */
export function LoadMore({ shown, total, noun, hasMore, loading, onLoadMore }: LoadMoreProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 px-3 py-2 text-mute">
      <p aria-live="polite" className="tabular-nums">
        {total === undefined
          ? `${formatCount(shown)} ${noun}${hasMore ? " shown, there are more" : ""}`
          : `${formatCount(shown)} of ${formatCount(total)} ${noun}`}
      </p>
      {hasMore ? (
        <Button size="sm" loading={loading} onClick={onLoadMore}>
          Load more
        </Button>
      ) : null}
    </div>
  );
}
