import { BarSeries } from "@/components/patterns/charts/chart";
import { useTimeZone } from "@/components/patterns/time/time-zone";
import type { Board } from "@/lib/board/board.schemas";
import { formatCount, formatTimeOfDay } from "@/lib/platform/format";

/** Today's decisions by hour, in the reader's time zone. */
export function DayChart({ today }: { today: Board["today"] }) {
  const timeZone = useTimeZone();
  const hourOf = (at: string) => formatTimeOfDay(Date.parse(at), timeZone);
  const n = today.hours.reduce(
    (total, h) => total + h.allowed + h.denied + h.approved + h.edited + h.rejected + h.expired,
    0,
  );
  return (
    <BarSeries
      title="Decisions today"
      meta={`per hour, since ${hourOf(today.since)} ${timeZone} · n = ${formatCount(n)}`}
      labelHeader="Hour"
      series={[
        { key: "gate", label: "by the interlocks" },
        { key: "people", label: "by people" },
        { key: "expired", label: "expired" },
      ]}
      points={today.hours.map((h) => ({
        label: hourOf(h.at),
        values: { gate: h.allowed + h.denied, people: h.approved + h.edited + h.rejected, expired: h.expired },
      }))}
      format={(value) => formatCount(value)}
    />
  );
}
