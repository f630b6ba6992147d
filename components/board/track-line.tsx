import { PageLink } from "@/components/ui/page-link";
import { SignalMark } from "@/components/ui/signal-mark";
import { lampOf } from "@/lib/board/board.rules";
import type { Stage, Track } from "@/lib/board/board.schemas";
import { formatCount } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { HeldUntil } from "./held-wait";
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

function Rails({ stopped }: { stopped: boolean }) {
  const line = {
    fill: "none",
    strokeWidth: stopped ? 2 : 1.5,
    vectorEffect: "non-scaling-stroke" as const,
    ...(stopped ? { strokeDasharray: "3 4" } : {}),
  };
  return (
    <svg
      viewBox="0 0 100 56"
      preserveAspectRatio="none"
      aria-hidden="true"
      className={`absolute inset-0 h-full w-full ${stopped ? "text-danger" : "text-edge"}`}
    >
      <path d="M0 22H100" stroke="currentColor" {...line} />
      {stopped ? null : <path d="M28 22C31 22 31 42 34 42H53C56 42 56 22 59 22" stroke="currentColor" {...line} />}
    </svg>
  );
}

/** Steps that a stage's marks are apart: the first stands foremost, what does not fit is counted behind the last. */
const steps = 4;

function Trains({ track, stage }: { track: Track; stage: Stage }) {
  const trains = track.trains.filter((t) => t.stage === stage);
  const { from, to } = span[stage];
  const step = (to - from) / steps;
  const top = stage === "held" ? 42 : 22;
  const more = track[stage] - trains.length;
  return (
    <>
      {trains.map((train, index) => (
        <TrainMark key={train.id} train={train} left={to - step * index} top={top} />
      ))}
      {more > 0 ? <More track={track} stage={stage} count={more} left={from - step} top={top} /> : null}
    </>
  );
}

/** How many more there are of a stage than marks fit on the track. */
function More({
  track,
  stage,
  count,
  left,
  top,
}: {
  track: Track;
  stage: Stage;
  count: number;
  left: number;
  top: number;
}) {
  const shown = `+${formatCount(count)}`;
  const words = `${formatCount(count)} more ${stage} of ${track.kind}`;
  const place = {
    className:
      "absolute z-10 -translate-x-1/2 -translate-y-1/2 rounded-sm bg-panel px-0.5 text-xs text-ink-soft tabular-nums",
    style: { left: `${left}%`, top },
    title: words,
  };
  if (stage !== "held") {
    return (
      <span {...place}>
        <span aria-hidden="true">{shown}</span>
        <span className="sr-only">{words}</span>
      </span>
    );
  }
  return (
    <PageLink
      href={routes.waitingOfKind(track.kind)}
      aria-label={words}
      {...place}
      className={`${place.className} hover:underline`}
    >
      {shown}
    </PageLink>
  );
}

/** One kind's track: its actions run from asked through the interlocks to done; held ones wait on the siding. */
export function TrackLine({ track }: { track: Track }) {
  const stopped = track.stop !== null;
  const { signal, word } = lampOf(track);
  return (
    <div className="relative h-14">
      <Rails stopped={stopped} />
      {/* The row says it to screen readers once. */}
      <span
        aria-hidden="true"
        className="absolute -ml-1.5 -translate-y-1/2 text-xs"
        style={{ left: `${gate}%`, top: 6 }}
      >
        <SignalMark signal={signal}>{word}</SignalMark>
      </span>
      <span
        aria-hidden="true"
        className={`absolute h-4 w-2 -translate-x-1/2 -translate-y-1/2 rounded-[2px] border-[1.5px] bg-panel ${stopped ? "border-danger" : "border-ink-soft"}`}
        style={{ left: `${gate}%`, top: 22 }}
      />
      <span className="absolute -translate-y-full text-xs text-mute tabular-nums" style={{ left: "1%", top: 18 }}>
        {formatCount(track.asked)}
      </span>
      <Trains track={track} stage="held" />
      <Trains track={track} stage="permitted" />
      <Trains track={track} stage="running" />
      {track.held > 0 ? (
        <span className="absolute text-xs whitespace-nowrap text-mute tabular-nums" style={{ left: "60%", top: 34 }}>
          {formatCount(track.held)} held, <HeldUntil track={track} />
        </span>
      ) : null}
    </div>
  );
}
