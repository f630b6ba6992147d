/** A finite number as written in decimal: digits × 10^exponent. */
interface Decimal {
  digits: bigint;
  exponent: number;
}

/** The shortest decimal that reads back as this double, which is how people and JSON write it (ECMA-262, Number::toString). */
function decimalOf(value: number): Decimal {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/**
 * Is `value` a whole multiple of `divisor`, as both are written? In binary 0.29 is not a multiple of 0.01; in decimal, which is what
 * amounts are in, it is. Both are finite, the divisor is above 0.
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  const [a, b] = [decimalOf(value), decimalOf(divisor)];
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent: own }: Decimal) => digits * 10n ** BigInt(own - exponent);
  return scaled(a) % scaled(b) === 0n;
}
