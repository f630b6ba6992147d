/** Decimals that a price may have here. */
const places = 4;

function inUnits(amount: string): bigint {
  const [whole = "0", fraction = ""] = amount.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
}

/** Is one amount, as decimal text with at most four decimals, more than another? Doubles would call amounts of 16 digits equal. */
export function isMoreMoney(amount: string, than: string): boolean {
  return inUnits(amount) > inUnits(than);
}
