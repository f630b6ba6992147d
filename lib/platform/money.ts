/** Decimals that a price may have here. */
const places = 4;

/** An amount, decimal text with at most four decimals, in ten-thousandths: sums of these lose nothing. */
export function inUnits(amount: string): bigint {
  const [whole = "0", fraction = ""] = amount.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
}

/** Is one amount, as decimal text with at most four decimals, more than another? Doubles would call amounts of 16 digits equal. */
export function isMoreMoney(amount: string, than: string): boolean {
  return inUnits(amount) > inUnits(than);
}
