/** What somebody wrote where a number belongs. */
export type NumberText = { number: number } | { empty: true } | { fault: string };

const written = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;
/** Such as `2e`, `-` or `1e+`: what one sees on the way to a number. */
const unfinished = /^[+-]?(?:\d*\.?\d*)(?:e[+-]?)?$/iu;

/**
 * Reads a number as it is written in JSON and in programs, with a point. What cannot be taken for exactly one number is a fault that
 * says so, never another number: a comma parts thousands for some and decimals for others.
 */
export function numberFromText(text: string): NumberText {
  const plain = text.trim();
  if (plain === "") return { empty: true };
  if (!written.test(plain)) return { fault: faultOf(plain) };
  const number = Number(plain);
  if (!Number.isFinite(number)) return { fault: "This number is too large to be stored." };
  if (!sameDecimal(plain, number))
    return { fault: `This number has more digits than can be stored: it would become ${number}.` };
  return { number: number === 0 ? 0 : number };
}

function faultOf(text: string): string {
  if (unfinished.test(text)) return "This is not a number yet.";
  if (text.includes(",")) return "Write decimals with a point, and thousands without a comma.";
  return "This is not a number.";
}

/** Whether the number is what the text says, digit by digit. */
function sameDecimal(text: string, number: number): boolean {
  return decimalOf(text) === decimalOf(String(number));
}

/** A canonical writing of a decimal: its digits without zeros at the ends, and the power of ten of the last. */
function decimalOf(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/iu.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/u, "");
  const significant = digits.replace(/0+$/u, "");
  if (significant === "") return "0";
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign === "-" ? "-" : ""}${significant}e${power}`;
}
