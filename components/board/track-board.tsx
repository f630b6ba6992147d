import { EmptyState } from "@/components/patterns/states/empty-state";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PersonName } from "@/components/people/person-name";
import { PageLink } from "@/components/ui/page-link";
import { SignalMark } from "@/components/ui/signal-mark";
import { type BoardWindow, lampOf } from "@/lib/board/board.rules";
import type { Board, Track } from "@/lib/board/board.schemas";
import { formatCount, formatQuantity } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { HeldUntil } from "./held-wait";
import { TrackAlarms } from "./track-alarms";
import { stageHeadings, TrackLine } from "./track-line";

function Standing({ track }: { track: Track }) {
  if (track.stop) {
    return (
      <>
        stopped <TimeAgo at={track.stop.at} /> by <PersonName of={track.stop.by} />
      </>
    );
  }
  const stopped = track.stoppedAgents > 0 ? `, ${track.stoppedAgents} stopped` : "";
  return `${formatQuantity(track.agents.active, "agent")} active${stopped}`;
}

function Row({ track, board }: { track: Track; board: BoardWindow }) {
  const { signal, word } = lampOf(track);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-t border-line-soft px-4 py-2.5 first:border-t-0 lg:grid-cols-[10.5rem_minmax(0,1fr)_5.5rem]">
      <div className="min-w-0">
        <h3 className="truncate font-semibold">
          <PageLink href={routes.actions({ kind: track.kind })} className="hover:underline coarse:py-1">
            {track.kind}
          </PageLink>
        </h3>
        <p className="text-xs text-mute">
          <Standing track={track} />
        </p>
      </div>
      <div className="max-lg:hidden">
        <TrackLine track={track} />
      </div>
      <div className="text-end text-ink-soft tabular-nums max-lg:hidden">
        {formatCount(track.done)} done
        <TrackAlarms track={track} board={board} className="block" />
      </div>
      <SignalMark signal={signal} className="lg:sr-only">
        {word}
      </SignalMark>
      <p className="col-span-2 flex flex-wrap gap-x-2 text-xs text-ink-soft tabular-nums lg:hidden">
        <TrackAlarms track={track} board={board} />
        {track.held > 0 ? (
          <PageLink href={routes.waitingOfKind(track.kind)} className="hover:underline coarse:py-1">
            {formatCount(track.held)} held, <HeldUntil track={track} />
          </PageLink>
        ) : (
          <span>none held</span>
        )}
        <span>{formatCount(track.running)} running</span>
        <span>{formatCount(track.done)} done</span>
        <span>{formatCount(track.asked)} asked</span>
      </p>
    </li>
  );
}

/** Every kind of agent as a track. */
export function TrackBoard({ board }: { board: Board }) {
  const { tracks } = board;
  if (tracks.length === 0)
    return <EmptyState title="No agents yet">Register one under Agents; its kind becomes a track here.</EmptyState>;
  return (
    <div>
      <div
        aria-hidden="true"
        className="grid grid-cols-[10.5rem_minmax(0,1fr)_5.5rem] gap-x-4 border-b border-line-soft px-4 pt-2.5 pb-1 text-xs text-mute max-lg:hidden"
      >
        <span />
        <div className="relative h-4">
          {stageHeadings.map(({ label, at }) => (
            <span key={label} className="absolute -translate-x-1/2" style={{ left: `${at}%` }}>
              {label}
            </span>
          ))}
        </div>
        <span />
      </div>
      <ul>
        {tracks.map((track) => (
          <Row key={track.kind} track={track} board={board} />
        ))}
      </ul>
    </div>
  );
}
