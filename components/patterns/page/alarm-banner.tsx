"use client";

import { clsx } from "clsx";
import { useState } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Button } from "@/components/ui/button";
import { PageLink } from "@/components/ui/page-link";
import { SignalShape } from "@/components/ui/signal-mark";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatCount } from "@/lib/platform/format";

/** An alarm as the banner shows it. */
export interface ShownAlarm {
  id: string;
  /** What is wrong, as one sentence of any length. */
  detail: string;
  /** Where one sees it. */
  href: string;
  at: string;
  /** What is recorded can no longer be trusted. */
  isGrave: boolean;
}

/** The alarms that nobody has acknowledged. */
export interface StandingAlarms {
  /** The gravest, and of these the newest; null where there is none. */
  gravest: ShownAlarm | null;
  /** How many there are in all. */
  standing: number;
}

export interface AlarmBannerProps extends StandingAlarms {
  onAcknowledge: (alarm: ShownAlarm) => Promise<void>;
}

/** The line across the top of every screen for those on duty, while something is wrong: always one line, on a phone two beside the button, whatever it says and however many there are. */
export function AlarmBanner({ gravest: alarm, standing, onAcknowledge }: AlarmBannerProps) {
  const [sending, setSending] = useState(false);
  if (!alarm) return null;

  async function acknowledge(shown: ShownAlarm) {
    setSending(true);
    try {
      await onAcknowledge(shown);
    } finally {
      setSending(false);
    }
  }

  return (
    <section
      aria-label="Alarms"
      className={clsx(
        "flex items-center gap-x-2.5 border-b border-line px-3.5 py-1.5",
        alarm.isGrave ? "bg-danger-soft" : "bg-caution-soft",
      )}
    >
      <SignalShape signal={alarm.isGrave ? "red" : "yellow"} />
      <p role="status" className="flex min-w-0 flex-1 items-baseline gap-x-2 whitespace-nowrap max-sm:items-center">
        <b className={clsx("shrink-0 font-semibold", alarm.isGrave ? "text-danger" : "text-caution")}>
          {alarm.isGrave ? "Grave alarm" : "Alarm"}
        </b>
        <PageLink
          href={alarm.href}
          title={spelledOut(alarm.detail)}
          className="min-w-0 truncate underline decoration-edge underline-offset-2 hover:decoration-current max-sm:line-clamp-2 max-sm:whitespace-normal sm:coarse:py-3"
        >
          <OutsideText text={alarm.detail} />
        </PageLink>
        <span className="shrink-0 text-ink-soft max-sm:hidden">
          <TimeAgo at={alarm.at} />
        </span>
        {standing > 1 ? (
          <span className="shrink-0 text-ink-soft tabular-nums">
            <span className="max-sm:hidden">and {formatCount(standing - 1)} more</span>
            <span aria-hidden="true" className="sm:hidden">
              +{formatCount(standing - 1)}
            </span>
            <span className="sr-only sm:hidden">and {formatCount(standing - 1)} more</span>
          </span>
        ) : null}
      </p>
      <Button size="sm" className="shrink-0" loading={sending} onClick={() => void acknowledge(alarm)}>
        Acknowledge
      </Button>
    </section>
  );
}
