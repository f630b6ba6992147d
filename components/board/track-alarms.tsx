import { clsx } from "clsx";
import { PageLink } from "@/components/ui/page-link";
import { SignalMark } from "@/components/ui/signal-mark";
import { StatusMark } from "@/components/ui/status-mark";
import { type BoardWindow, countedActions } from "@/lib/board/board.rules";
import type { Track } from "@/lib/board/board.schemas";
import { formatCount } from "@/lib/platform/format";

/** What failed and what ran out of time on a track, in the window; nothing where nothing did. */
export function TrackAlarms({
  track: { kind, failed, expired },
  board,
  className,
}: {
  track: Track;
  board: BoardWindow;
  className?: string;
}) {
  const counted = countedActions(board, kind);
  return (
    <>
      {failed > 0 ? (
        <PageLink href={counted.failed} className={clsx("text-xs hover:underline coarse:py-1", className)}>
          <StatusMark status="failed">{formatCount(failed)} failed</StatusMark>
        </PageLink>
      ) : null}
      {expired > 0 ? (
        <PageLink href={counted.expired} className={clsx("text-xs hover:underline coarse:py-1", className)}>
          <SignalMark signal="yellow">{formatCount(expired)} expired</SignalMark>
        </PageLink>
      ) : null}
    </>
  );
}
