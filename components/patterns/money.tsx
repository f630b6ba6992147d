import { clsx } from "clsx";
import { Figure } from "@/components/patterns/figure";
import { OutsideText } from "@/components/patterns/outside-text";
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
  // A currency is what an agent says it is: only a code of three letters is written as money is.
  if (!/^[A-Za-z]{3}$/u.test(value.currency)) return <OutsideText text={`${value.amount} ${value.currency}${per ? ` ${per}` : ""}`} className={className} />;
  const text = formatMoney(value);
  return (
    <span className={clsx(text.length <= oneLine && "whitespace-nowrap", "tabular-nums", className)}>
      <Figure text={text} />
      {per ? ` ${per}` : null}
    </span>
  );
}
