import { OutsideText } from "@/components/patterns/outside/outside-text";
import { leafText } from "@/components/patterns/values/value-rows";
import { SignalMark } from "@/components/ui/signal-mark";
import { type EarlierValue, isUnusual } from "@/lib/approvals/earlier.rules";
import { formatCount } from "@/lib/platform/format";

/** What a value was when the same was last done, where that differs; and whether it is outside of everything that ran before. */
export function EarlierNote({ now, earlier }: { now: unknown; earlier: EarlierValue }) {
  const { last, usual } = earlier;
  const unusual = isUnusual(now, earlier);
  if (last === now && !unusual) return null;
  return (
    <span className="ml-2 font-sans text-xs text-mute">
      {last === now ? null : (
        <>
          <OutsideText text={leafText(last)} /> last time
        </>
      )}
      {unusual && usual ? (
        <SignalMark signal="yellow" className="ml-2">
          outside of {formatFigure(usual.least)} to {formatFigure(usual.greatest)}, its range in {formatCount(usual.n)}{" "}
          runs
        </SignalMark>
      ) : null}
    </span>
  );
}

/** As it stands in the parameters: nothing is rounded beside a value that is exact. */
const formatFigure = (figure: number): string => String(figure);
