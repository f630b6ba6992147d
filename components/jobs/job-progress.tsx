import { formatPercent } from "@/lib/platform/format";

/** How far a job is: a bar, and the share in figures beside it. */
export function JobProgress({ label, progress }: { label: string; progress: number }) {
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2.5">
      <span
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(progress * 100)}
        className="h-1.5 min-w-16 flex-1 overflow-hidden rounded-full bg-line"
      >
        <span
          className="block h-full rounded-full bg-accent transition-[width] motion-reduce:transition-none"
          style={{ width: `${progress * 100}%` }}
        />
      </span>
      <span className="w-10 shrink-0 text-end text-sm text-mute tabular-nums">{formatPercent(progress, 0)}</span>
    </span>
  );
}
