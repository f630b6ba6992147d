"use client";

import { useClockText } from "@/components/patterns/time/clock";
import { PageLink } from "@/components/ui/page-link";
import { SignalShape } from "@/components/ui/signal-mark";
import type { Track } from "@/lib/board/board.schemas";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatDuration, formatRelative } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

export interface TrainMarkProps {
  train: Track["trains"][number];
  /** Where it stands: percent of the track's width, pixels from its top. */
  left: number;
  top: number;
}

const attendedWords = { claimed: ", claimed", settling: ", approved and settling" } as const;

/** An action under way, as a mark on its track; on the siding it says how long it has waited and still can. What has somebody is a ring. */
export function TrainMark({ train, left, top }: TrainMarkProps) {
  const held = train.stage === "held";
  const attended = train.attended === null ? "" : attendedWords[train.attended];
  const waiting = useClockText((nowMs) =>
    held ? `${attended}, asked ${formatRelative(Date.parse(train.since), nowMs)}${timeLeft(train.until, nowMs)}` : "",
  );
  return (
    <PageLink
      href={routes.approval(train.id)}
      aria-label={`${spelledOut(train.sentence)}, ${train.stage}${waiting}`}
      title={`${spelledOut(train.sentence)}${waiting}`}
      className="absolute grid size-6 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full transition-[left] duration-500 hover:bg-hover motion-reduce:transition-none"
      style={{ left: `${left}%`, top }}
    >
      <Mark train={train} />
    </PageLink>
  );
}

function timeLeft(until: string | null, nowMs: number): string {
  if (until === null) return "";
  const leftMs = Date.parse(until) - nowMs;
  return leftMs > 0 ? `, ${formatDuration(leftMs)} left` : ", time is up";
}

function Mark({ train: { stage, zone, attended } }: { train: TrainMarkProps["train"] }) {
  if (stage !== "held")
    return <span className={`size-2 rounded-full bg-ink-soft ${stage === "running" ? "ring-2 ring-edge" : ""}`} />;
  return attended === null ? (
    <SignalShape signal={zone} size={11} />
  ) : (
    <span className="size-2.5 rounded-full border-[1.5px] border-ink-soft bg-panel" />
  );
}
