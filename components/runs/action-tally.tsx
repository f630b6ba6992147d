import type { ActionCounts } from "@/lib/runs/run.schemas";
import { formatCount } from "@/lib/platform/format";

/** How many actions a run asked for, and how many of them wait or were refused. */
export function ActionTally({ counts }: { counts: ActionCounts }) {
  const total = counts.pending + counts.approved + counts.denied + counts.expired + counts.cancelled;
  if (total === 0) return <span className="text-mute">none</span>;
  const notes = [
    counts.pending > 0 && `${formatCount(counts.pending)} waiting`,
    counts.denied > 0 && `${formatCount(counts.denied)} denied`,
    counts.expired > 0 && `${formatCount(counts.expired)} expired`,
  ];
  const shown = notes.filter((note) => note !== false);
  return (
    <span className="tabular-nums">
      {formatCount(total)}
      {shown.length > 0 ? <span className="text-mute"> · {shown.join(", ")}</span> : null}
    </span>
  );
}
