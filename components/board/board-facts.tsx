import { Card } from "@/components/patterns/panel";
import { FactGrid } from "@/components/patterns/fact-grid";
import { TimeAgo } from "@/components/patterns/time-ago";
import type { Board } from "@/lib/board/board.schemas";
import { formatCount, formatDuration, formatMoney, formatNumber, formatPercent, formatQuantity } from "@/lib/platform/format";

/** The five figures at the head of the board, each with what it rests on. */
export function BoardFacts({ board: { totals, windowMinutes } }: { board: Board }) {
  const [first, ...others] = totals.spent;
  return (
    <Card className="mb-4">
      <FactGrid
        large
        facts={[
          { label: "Asked", value: formatCount(totals.asked), detail: `${formatNumber(totals.asked / windowMinutes)} per minute` },
          {
            label: "Let through",
            value: totals.asked > 0 ? formatPercent(totals.allowed / totals.asked) : "–",
            detail: `${formatCount(totals.allowed)} of ${formatCount(totals.asked)} by the interlocks alone`,
          },
          {
            label: "Waiting for a person",
            value: formatCount(totals.waiting),
            detail: totals.oldestWaitingAt ? (
              <>
                oldest <TimeAgo at={totals.oldestWaitingAt} />
              </>
            ) : (
              "nobody waits"
            ),
          },
          {
            label: "Decided by people",
            value: formatCount(totals.decidedByPeople),
            detail: totals.medianWaitSeconds === null ? "none in this window" : `median wait ${formatDuration(totals.medianWaitSeconds * 1000)}`,
          },
          { label: "Denied by interlocks", value: formatCount(totals.denied), detail: `of ${formatCount(totals.asked)} asked` },
          {
            label: "Spent",
            value: first ? formatMoney(first) : "–",
            detail: others.length > 0 ? others.map((m) => formatMoney(m)).join(", ") : `as reported, ${formatQuantity(totals.reported, "outcome")}`,
          },
        ]}
      />
    </Card>
  );
}
