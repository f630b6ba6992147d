"use client";

import { PageLink } from "@/components/ui/page-link";
import { useClockText } from "@/components/patterns/clock";
import { SignalShape } from "@/components/ui/signal-mark";
import type { Track } from "@/lib/board/board.schemas";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatRelative } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

export interface TrainMarkProps {
  train: Track["trains"][number];
  /** Where it stands: percent of the track's width, pixels from its top. */
  left: number;
  top: number;
}

/** An action under way, as a mark on its track; on the siding it says how long it has waited. */
export function TrainMark({ train, left, top }: TrainMarkProps) {
  const held = train.stage === "held";
  const waiting = useClockText((nowMs) => (held ? `, asked ${formatRelative(Date.parse(train.since), nowMs)}` : ""));
  return (
    <PageLink
      href={routes.approval(train.id)}
      aria-label={`${spelledOut(train.sentence)}, ${train.stage}${waiting}`}
      title={`${spelledOut(train.sentence)}${waiting}`}
      className="absolute grid size-6 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full transition-[left] duration-500 hover:bg-hover motion-reduce:transition-none"
      style={{ left: `${left}%`, top }}
    >
      {held ? <SignalShape signal={train.zone} size={11} /> : <span className={`size-2 rounded-full bg-ink-soft ${train.stage === "running" ? "ring-2 ring-edge" : ""}`} />}
    </PageLink>
  );
}
