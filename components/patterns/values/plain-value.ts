import type { SchemaLabel } from "@/components/patterns/schema/schema-labels";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import { formatDate, formatExact, formatNumber } from "@/lib/platform/format";
import { withUnit } from "@/lib/platform/unit.rules";

/** From here on digits are counted rather than read. */
const groupedFrom = 10_000;
/** Up to here every whole number is exact. */
const groupedBelow = 2 ** 53;
const maxFraction = 20;

/**
 * A plain reading to stand beside a raw value: times in the reader's zone and amounts with their unit where the schema says that it is one,
 * large numbers with their digits in groups. Null where the raw value reads plainly by itself.
 * @param timeZone IANA name
 */
export function plainlyWritten(
  value: JsonValue,
  { format, unit }: Pick<SchemaLabel, "format" | "unit">,
  timeZone: string,
): string | null {
  const amount = unit && withUnit(value, unit);
  if (amount) return amount;
  if (typeof value === "number")
    return Math.abs(value) >= groupedFrom && Math.abs(value) < groupedBelow ? formatNumber(value, maxFraction) : null;
  if (typeof value !== "string") return null;
  const atMs = Date.parse(value);
  if (Number.isNaN(atMs)) return null;
  if (format === "date-time") return formatExact(atMs, timeZone);
  return format === "date" ? formatDate(atMs, "UTC") : null;
}
