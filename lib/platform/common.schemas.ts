import { z } from "zod";

/** Shapes every resource uses. */

export const Timestamp = z.iso.datetime({ precision: 3 }).meta({ id: "Timestamp", description: "RFC 3339, UTC, milliseconds." });

/** An instant sent to us: any offset is understood. */
export const TimestampInput = z.iso.datetime({ offset: true }).transform((text, ctx) => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    ctx.addIssue({ code: "custom", message: "is not a date that exists" });
    return z.NEVER;
  }
  return date;
});

export const Money = z
  .strictObject({
    amount: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, "must be a decimal number in a string, such as \"12.50\""),
    currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code, such as EUR"),
  })
  .meta({ id: "Money", description: "A decimal amount as text, and its currency." });
export type Money = z.infer<typeof Money>;

/** Any JSON object; its inside is checked elsewhere, by the schema it claims to follow. */
export const JsonObject = z.record(z.string(), z.unknown());
export type JsonObject = z.infer<typeof JsonObject>;

export const defaultPageSize = 50;
export const maxPageSize = 200;

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(defaultPageSize).describe("How many items a page has at most."),
  // A list by name holds the name, in any script.
  cursor: z.string().max(4_000).optional().describe("`nextCursor` of the page before; none for the first page."),
};

export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A path's `{id}`. */
export const IdParams = z.strictObject({ id: z.string().min(1).max(100).describe("The id of what the address names.") });
