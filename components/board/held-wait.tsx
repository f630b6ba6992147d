import { TimeAgo } from "@/components/patterns/time-ago";
import type { Track } from "@/lib/board/board.schemas";

/** When the one that has waited longest was asked, RFC 3339; null where none is held. Those held come longest wait first. */
function longestHeldSince(track: Track): string | null {
  return track.trains.find((train) => train.stage === "held")?.since ?? null;
}

/** How long a kind's held actions have waited: the oldest of them, ticking. Nothing where none is held. */
export function HeldWait({ track }: { track: Track }) {
  const since = longestHeldSince(track);
  if (since === null) return null;
  return (
    <span className="text-mute">
      oldest <TimeAgo at={since} tabbable={false} />
    </span>
  );
}
