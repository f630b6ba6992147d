import { SignalShape, type Signal } from "@/components/ui/signal-mark";
import type { Stage, Track } from "@/lib/board/board.schemas";
import { HeldWait } from "./held-wait";
import { TrainMark } from "./train-mark";

/** Where each stage lies along the track, in percent of its width. */
const span: Record<Stage, { from: number; to: number }> = {
  held: { from: 36, to: 52 },
  permitted: { from: 62, to: 77 },
  running: { from: 82, to: 98 },
};
export const stageHeadings = [
  { label: "asked", at: 4 },
  { label: "interlocks", at: 22 },
  { label: "held", at: 43 },
  { label: "permitted", at: 70 },
  { label: "running", at: 90 },
] as const;

const gate = 22;

/** The signal that stands at a track's interlocks: danger while stopped, caution while people are waited for, else clear. */
export function signalOf(track: Track): Signal {
  if (track.stop) return "red";
  return track.held > 0 || track.stoppedAgents > 0 ? "yellow" : "green";
}

function Rails({ stopped }: { stopped: boolean }) {
  const line = { fill: "none", strokeWidth: stopped ? 2 : 1.5, vectorEffect: "non-scaling-stroke" as const, ...(stopped ? { strokeDasharray: "3 4" } : {}) };
  return (
    <svg viewBox="0 0 100 56" preserveAspectRatio="none" aria-hidden="true" className={`absolute inset-0 h-full w-full ${stopped ? "text-danger" : "text-edge"}`}>
      <path d="M0 22H100" stroke="currentColor" {...line} />
      {stopped ? null : <path d="M28 22C31 22 31 42 34 42H53C56 42 56 22 59 22" stroke="currentColor" {...line} />}
    </svg>
  );
}

function Trains({ track, stage }: { track: Track; stage: Stage }) {
  const trains = track.trains.filter((t) => t.stage === stage);
  const { from, to } = span[stage];
  return trains.map((train, index) => <TrainMark key={train.id} train={train} left={to - ((to - from) * index) / 4} top={stage === "held" ? 42 : 22} />);
}

/** One kind's track: its actions run from asked through the interlocks to done; held ones wait on the siding. */
export function TrackLine({ track }: { track: Track }) {
  const stopped = track.stop !== null;
  return (
    <div className="relative h-14">
      <Rails stopped={stopped} />
      <span className="absolute -translate-x-1/2 -translate-y-1/2" style={{ left: `${gate}%`, top: 8 }}>
        <SignalShape signal={signalOf(track)} size={11} />
      </span>
      <span aria-hidden="true" className={`absolute h-4 w-2 -translate-x-1/2 -translate-y-1/2 rounded-[2px] border-[1.5px] bg-panel ${stopped ? "border-danger" : "border-ink-soft"}`} style={{ left: `${gate}%`, top: 22 }} />
      <span className="absolute -translate-y-full text-xs text-mute tabular-nums" style={{ left: "1%", top: 18 }}>
        {track.asked}
      </span>
      <Trains track={track} stage="held" />
      <Trains track={track} stage="permitted" />
      <Trains track={track} stage="running" />
      {track.held > 0 ? (
        <span className="absolute text-xs whitespace-nowrap text-mute tabular-nums" style={{ left: "60%", top: 34 }}>
          {track.held} held, <HeldWait track={track} />
        </span>
      ) : null}
    </div>
  );
}
