import { clsx } from "clsx";
import { Figure } from "@/components/patterns/values/figure";
import { formatMoney, type MoneyAmount } from "@/lib/platform/format";

export interface MoneyProps {
  value: MoneyAmount;
  /** What the sum is for or per, e.g. `/ day`. */
  per?: string;
  className?: string;
}

const oneLine = 16;

/** A sum with its currency, exact to the last digit; it only breaks where it is longer than any place for it. */
export function Money({ value, per, className }: MoneyProps) {
  const text = formatMoney(value);
  return (
    <span className={clsx(text.length <= oneLine && "whitespace-nowrap", "tabular-nums", className)}>
      <Figure text={text} />
      {per ? ` ${per}` : null}
    </span>
  );
}
