import { formatAmount } from "@/lib/platform/format";
import { placeAt, placeOf, saidAt, type SchemaPlace } from "@/lib/platform/json-schema/place.rules";

/**
 * What a catalog says that a parameter is measured in, by the word `x-unit` of its schema: a currency's code (`EUR`), a part of one
 * (`EUR/100` for cents), or any other unit in a few letters (`kg`). JSON Schema has no word of its own for it.
 */
export interface Unit {
  /** As it is written after the figure. */
  words: string;
  currency: boolean;
  /** Zeros of what the figure is divided by: 2 for cents. */
  shift: number;
}

const maxUnitLength = 12;

let currencies: ReadonlySet<string> | undefined;

/** Whether a text is the code of a currency (ISO 4217). */
export function isCurrency(text: string): boolean {
  currencies ??= new Set(Intl.supportedValuesOf("currency"));
  return currencies.has(text);
}

/** A unit as a schema writes it; null where it is none that could be written after a figure. */
export function unitOf(text: unknown): Unit | null {
  if (typeof text !== "string" || text.length > maxUnitLength) return null;
  const [, code = "", zeros] = /^([A-Z]{3})(?:\/1(0{1,4}))?$/u.exec(text) ?? [];
  if (isCurrency(code)) return { words: code, currency: true, shift: zeros?.length ?? 0 };
  // A part of a currency that is not understood must not read as the whole.
  if (/^[A-Z]{3}\//u.test(text)) return null;
  return /^[\p{L}°%][\p{L}\p{N}°%/²³·]*$/u.test(text) ? { words: text, currency: false, shift: 0 } : null;
}

const decimal = /^-?\d{1,30}(?:\.\d{1,20})?$/u;

/** A number, or a text that is one, in plain digits; null for anything else. */
function digitsOf(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value : "";
  return decimal.test(text) ? text : null;
}

/** Moves the point to the left: 125000 by two is 1250.00. */
function shifted(digits: string, places: number): string {
  if (places === 0) return digits;
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/u.exec(digits) ?? [];
  const padded = whole.padStart(places + 1, "0");
  return `${sign}${padded.slice(0, -places)}.${padded.slice(-places)}${fraction}`;
}

/** An amount's figure as people read it: 1250 → `1,250.00`, 125000 cents → `1,250.00`. Nothing is rounded. Null for what is no number in plain digits. */
export function amountFigure(value: unknown, { words, currency, shift }: Unit): string | null {
  const digits = digitsOf(value);
  return digits === null ? null : formatAmount(shifted(digits, shift), currency ? words : "");
}

/** A figure with its unit: `1,250.00 EUR`, `12,000 kg`. */
export function withUnit(value: unknown, unit: Unit): string | null {
  const figure = amountFigure(value, unit);
  return figure === null ? null : `${figure}\u00a0${unit.words}`;
}

/** What a schema says of the unit of the parameter at a path; undefined where it says nothing. */
export function unitAt(schema: unknown, path: readonly string[]): Unit | undefined {
  return unitOf(saidAt(path.reduce<SchemaPlace>(placeAt, placeOf(schema)), "x-unit")) ?? undefined;
}
