"use client";

import Link from "next/link";
import { useState } from "react";
import { TimeAgo } from "@/components/patterns/time-ago";
import { Button } from "@/components/ui/button";
import { SignalShape } from "@/components/ui/signal-mark";
import { formatCount } from "@/lib/platform/format";

/** An alarm as the banner shows it. */
export interface ShownAlarm {
  id: string;
  /** What is wrong, as one sentence of any length. */
  detail: string;
  /** Where one sees it. */
  href: string;
  at: string;
}

export interface AlarmBannerProps {
  /** Those that nobody has acknowledged, the newest first. */
  alarms: ReadonlyArray<ShownAlarm>;
  onAcknowledge: (alarm: ShownAlarm) => Promise<void>;
}

/** The line across the top of every screen for those on duty, while something is wrong: always one line, whatever it says and however many there are. */
export function AlarmBanner({ alarms, onAcknowledge }: AlarmBannerProps) {
  const [sending, setSending] = useState(false);
  const [alarm] = alarms;
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
    <section aria-label="Alarms" className="flex items-center gap-x-2.5 border-b border-line bg-caution-soft px-3.5 py-1.5">
      <SignalShape signal="yellow" />
      <p role="status" className="flex min-w-0 flex-1 items-baseline gap-x-2 whitespace-nowrap">
        <b className="shrink-0 font-semibold text-caution">Alarm</b>
        <Link href={alarm.href} title={alarm.detail} className="min-w-0 truncate underline coarse:py-3 decoration-edge underline-offset-2 hover:decoration-current">
          {alarm.detail}
        </Link>
        <span className="shrink-0 text-ink-soft max-sm:hidden">
          <TimeAgo at={alarm.at} />
        </span>
        {alarms.length > 1 ? <span className="shrink-0 text-ink-soft tabular-nums">+{formatCount(alarms.length - 1)}<span className="sr-only"> more</span></span> : null}
      </p>
      <Button size="sm" className="shrink-0" loading={sending} onClick={() => void acknowledge(alarm)}>
        Acknowledge
      </Button>
    </section>
  );
}
