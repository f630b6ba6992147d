import { Countdown } from "@/components/patterns/time/countdown";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import type { Track } from "@/lib/board/board.schemas";

/** When the first of a kind's held actions runs out of time, counting down; that all of them settle where nobody is waited for. */
export function HeldUntil({ track }: { track: Track }) {
  if (track.held === 0) return null;
  if (track.nextDeadline === null) return <span className="text-mute">settling</span>;
  return (
    <span className="text-mute">
      next in <Countdown until={track.nextDeadline} />
    </span>
  );
}

/** How long a kind's held actions have waited: the oldest of them, ticking. Nothing where none is held. */
export function HeldWait({ track }: { track: Track }) {
  if (track.oldestHeldSince === null) return null;
  return (
    <span className="text-mute">
      oldest <TimeAgo at={track.oldestHeldSince} tabbable={false} />
    </span>
  );
}
