import { clsx } from "clsx";
import { formatMoney, type MoneyAmount } from "@/lib/platform/format";

export interface MoneyProps {
  value: MoneyAmount;
  /** What the sum is for or per, e.g. `/ day`. */
  per?: string;
  className?: string;
}

/** A sum with its currency, exact to the last digit. */
export function Money({ value, per, className }: MoneyProps) {
  return (
    <span className={clsx("whitespace-nowrap tabular-nums", className)}>
      {formatMoney(value)}
      {per ? ` ${per}` : null}
    </span>
  );
}
