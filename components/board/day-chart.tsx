import { BarSeries } from "@/components/patterns/chart";
import { useNow } from "@/components/patterns/clock";
import type { Board } from "@/lib/board/board.schemas";
import { formatCount } from "@/lib/platform/format";

const hourOf = (at: string) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Today's decisions by hour, in the viewer's time zone. */
export function DayChart({ today }: { today: Board["today"] }) {
  // Hours are written in the viewer's zone, which the server does not know: drawn once the browser has taken over.
  if (useNow(60_000) === null) return null;
  const n = today.hours.reduce((total, h) => total + h.allowed + h.denied + h.approved + h.edited + h.rejected + h.expired, 0);
  return (
    <BarSeries
      title="Decisions today"
      meta={`per hour, since ${hourOf(today.since)} · n = ${formatCount(n)}`}
      labelHeader="Hour"
      series={[
        { key: "gate", label: "by the interlocks" },
        { key: "people", label: "by people" },
        { key: "expired", label: "expired" },
      ]}
      points={today.hours.map((h) => ({ label: hourOf(h.at), values: { gate: h.allowed + h.denied, people: h.approved + h.edited + h.rejected, expired: h.expired } }))}
      format={(value) => formatCount(value)}
    />
  );
}
