import { clsx } from "clsx";
import { SignalMark } from "@/components/ui/signal-mark";
import { StatusMark } from "@/components/ui/status-mark";
import type { Track } from "@/lib/board/board.schemas";
import { formatCount } from "@/lib/platform/format";

/** What failed and what ran out of time on a track, in the window; nothing where nothing did. */
export function TrackAlarms({ track: { failed, expired }, className }: { track: Track; className?: string }) {
  return (
    <>
      {failed > 0 ? (
        <span className={clsx("text-xs", className)}>
          <StatusMark status="failed">{formatCount(failed)} failed</StatusMark>
        </span>
      ) : null}
      {expired > 0 ? (
        <span className={clsx("text-xs", className)}>
          <SignalMark signal="yellow">{formatCount(expired)} expired</SignalMark>
        </span>
      ) : null}
    </>
  );
}
