/**
 * How quantities are written on every screen. Pure: no clock, no locale of the machine. Every function writes the unit
 * it was given in; figures use British grouping (1,842.5) and a no-break space before the unit.
 */

const gap = "\u00a0";

export interface MoneyAmount {
  /** A decimal number as text, so that no cent is lost to binary fractions. */
  amount: string;
  /** ISO 4217 code. */
  currency: string;
}

/** Whole counts with thousands separators: 1842 → `1,842`. */
export function formatCount(count: number): string {
  return upTo(0).format(Math.round(count));
}

/** A number with at most `digits` decimals (2 by default), without trailing zeros. */
export function formatNumber(value: number, digits = 2): string {
  return upTo(digits).format(value);
}

/** A share 0..1 as per cent: 0.961 → `96.1 %`. */
export function formatPercent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return "–";
  return (
    (share * 100).toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }) + gap + "%"
  );
}

/** Bytes in binary units: 1536 → `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return upTo(unit === 0 ? 0 : 1).format(value) + gap + (units[unit] ?? "B");
}

/** Money as it is written here: `€ 9,216.00`. Decimals are kept as given, at least the currency's own. */
export function formatMoney({ amount, currency }: MoneyAmount): string {
  const match = /^(-?)0*(\d+)(?:\.(\d+))?$/u.exec(amount.trim());
  if (!match) return amount + gap + currency;
  const [, sign = "", whole = "0", fraction = ""] = match;
  const form = currencyForm(currency);
  const decimals = fraction.padEnd(form.minorUnits, "0");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/gu, ",");
  return (sign ? "−" : "") + form.symbol + gap + grouped + (decimals ? "." + decimals : "");
}

/** A decimal number's digits in groups, with a currency's own decimals at least, and none of its own taken away: 1250 → `1,250.00`. Null for what is not plainly written. */
export function formatAmount(amount: string, currency: string): string | null {
  const match = /^(-?)0*(\d+)(?:\.(\d+))?$/u.exec(amount);
  if (!match) return null;
  const [, sign = "", whole = "0", fraction = ""] = match;
  const decimals = fraction.padEnd(currencyForm(currency).minorUnits, "0");
  return (sign ? "−" : "") + whole.replace(/\B(?=(\d{3})+$)/gu, ",") + (decimals ? "." + decimals : "");
}

interface CurrencyForm {
  symbol: string;
  minorUnits: number;
}

const currencyForm = remembered((currency: string): CurrencyForm => {
  // Intl refuses what is not three letters; such a code is shown as it came.
  if (!/^[A-Za-z]{3}$/u.test(currency)) return { symbol: currency, minorUnits: 0 };
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return {
    symbol: format.formatToParts(0).find((part) => part.type === "currency")?.value ?? currency,
    minorUnits: format.resolvedOptions().minimumFractionDigits ?? 0,
  };
});

/** Making a format takes longer than a row takes to draw: each is made once. All go when there are many. */
function remembered<Key, Made>(make: (key: Key) => Made, limit = 200): (key: Key) => Made {
  const known = new Map<Key, Made>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    if (known.size >= limit) known.clear();
    known.set(key, made);
    return made;
  };
}

const upTo = remembered((digits: number) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: digits }));

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A length of time in milliseconds, in its two largest units: `41 ms`, `3.2 s`, `2 min 10 s`, `4 d 2 h`. */
export function formatDuration(durationMs: number): string {
  const ms = Math.abs(durationMs);
  const sign = durationMs < 0 ? "−" : "";
  if (ms < secondMs) return sign + Math.round(ms) + gap + "ms";
  if (ms < 10 * secondMs) return sign + (Math.round(ms / 100) / 10).toString() + gap + "s";
  const whole = Math.round(ms / secondMs) * secondMs;
  if (whole < minuteMs) return sign + whole / secondMs + gap + "s";
  if (whole < hourMs) return sign + twoUnits(whole, minuteMs, "min", secondMs, "s");
  if (whole < dayMs) return sign + twoUnits(whole, hourMs, "h", minuteMs, "min");
  return sign + twoUnits(whole, dayMs, "d", hourMs, "h");
}

function twoUnits(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const whole = Math.floor(ms / largeMs);
  const rest = Math.floor((ms % largeMs) / smallMs);
  return whole + gap + large + (rest > 0 ? gap + rest + gap + small : "");
}

/** Time left in milliseconds, as a clock under half an hour (`3:41`), then in units (`31 min`). Never below `0:00`. */
export function formatTimeLeft(leftMs: number): string {
  const left = Math.max(0, leftMs);
  if (left >= hourMs) return formatDuration(left);
  if (left >= 30 * minuteMs) return Math.floor(left / minuteMs) + gap + "min";
  // Rounded up, so that 0:00 is shown only when nothing is left.
  const seconds = Math.ceil(left / secondMs);
  return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
}

/** How long before or after `nowMs` a moment lies: `just now`, `19 s ago`, `3 min ago`, `in 2 h`; over 30 days the date. */
export function formatRelative(atMs: number, nowMs: number): string {
  const distance = nowMs - atMs;
  const ms = Math.abs(distance);
  // What has just happened may lie a little ahead of this clock.
  if (ms < 5 * secondMs) return distance > -3 * secondMs ? "just now" : "in a moment";
  if (ms > 30 * dayMs) return formatDate(atMs);
  const amount = inLargestUnit(ms);
  return distance >= 0 ? amount + " ago" : "in " + amount;
}

function inLargestUnit(ms: number): string {
  if (ms < minuteMs) return Math.floor(ms / secondMs) + gap + "s";
  if (ms < hourMs) return Math.floor(ms / minuteMs) + gap + "min";
  // Up to two days in hours: "36 h ago" says more than "1 d ago".
  if (ms < 2 * dayMs) return Math.floor(ms / hourMs) + gap + "h";
  return Math.floor(ms / dayMs) + gap + "d";
}

const dayIn = remembered(
  (timeZone: string) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone }),
);
const timeIn = remembered(
  (timeZone: string) =>
    new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }),
);
const exactIn = remembered(
  (timeZone: string) =>
    new Intl.DateTimeFormat("en-GB", {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      fractionalSecondDigits: 3,
      hourCycle: "h23",
      timeZone,
      timeZoneName: "short",
    }),
);

const momentIn = remembered(
  (timeZone: string) =>
    new Intl.DateTimeFormat("en-GB", {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone,
      timeZoneName: "short",
    }),
);

/** A moment to the minute, with its zone: `20 Nov 2026, 11:24 GMT+1`. `timeZone` is an IANA name. */
export function formatMoment(atMs: number, timeZone: string): string {
  return momentIn(timeZone).format(atMs);
}

/** A day: `20 Nov 2026`, in UTC unless a zone is named. */
export function formatDate(atMs: number, timeZone = "UTC"): string {
  return dayIn(timeZone).format(atMs);
}

/** Hours and minutes of a moment on a zone's clock: `09:05`. `timeZone` is an IANA name. */
export function formatTimeOfDay(atMs: number, timeZone: string): string {
  return timeIn(timeZone).format(atMs);
}

/** A moment to the millisecond, with its zone: `20 Nov 2026, 11:24:05.123 GMT+1`. `timeZone` is an IANA name. */
export function formatExact(atMs: number, timeZone = "UTC"): string {
  return exactIn(timeZone).format(atMs);
}

/** An id short enough for a row, its type kept: `act_01kb7r…4n02q`. Ids of 16 characters and less stay whole. */
export function shortId(id: string): string {
  const underscore = id.indexOf("_");
  const head = (underscore > 0 && underscore < 8 ? underscore + 1 : 0) + 6;
  return id.length <= Math.max(16, head + 6) ? id : id.slice(0, head) + "…" + id.slice(-5);
}

/** One and many: `1 action`, `17 actions`. */
export function formatQuantity(count: number, one: string, many = one + "s"): string {
  return formatCount(count) + gap + (count === 1 ? one : many);
}
