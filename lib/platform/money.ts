/** Decimals that a price may have here. */
const places = 4;

/**
 * An amount, as decimal text with at most four decimals and perhaps a sign, as a whole number of ten-thousandths: exact to add and compare.
 * @throws RangeError for what is no such text
 */
export function inUnits(amount: string): bigint {
  const [, sign = "", whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(amount) ?? [];
  if (whole === undefined) throw new RangeError("not a decimal of at most four decimals");
  return BigInt(sign + whole + fraction.padEnd(places, "0"));
}

/** The shortest decimal text of so many ten-thousandths: 1234500 → `123.45`. */
export function amountOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -places)}${fraction && `.${fraction}`}`;
}

/** Is one amount, as decimal text with at most four decimals, more than another? Doubles would call amounts of 16 digits equal. */
export function isMoreMoney(amount: string, than: string): boolean {
  return inUnits(amount) > inUnits(than);
}
