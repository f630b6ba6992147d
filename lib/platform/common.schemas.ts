import { z } from "zod";
import { saysSomething } from "./words.rules";

/** Shapes every resource uses. */

export const Timestamp = z.iso
  .datetime({ precision: 3 })
  .meta({ id: "Timestamp", description: "RFC 3339, UTC, milliseconds." });

/** An instant sent to us: any offset is understood. */
export const TimestampInput = z.iso.datetime({ offset: true }).transform((text, ctx) => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    ctx.addIssue({ code: "custom", message: "is not a date that exists" });
    return z.NEVER;
  }
  return date;
});

/** Who did something is told by their name and the id that tells them from anybody of a like name: never by the name alone. */
export const NamedPerson = z
  .strictObject({ id: z.string(), name: z.string() })
  .meta({ id: "NamedPerson", description: "A person by id, and by their name as it was then." });
export type NamedPerson = z.infer<typeof NamedPerson>;

export const Money = z
  .strictObject({
    amount: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be a decimal number in a string, such as "12.50"'),
    currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code, such as EUR"),
  })
  .meta({ id: "Money", description: "A decimal amount as text, and its currency." });
export type Money = z.infer<typeof Money>;

/** A sum of amounts: it has room for any number of them. */
export const MoneyTotal = z
  .strictObject({ amount: z.string().regex(/^\d+(\.\d{1,4})?$/), currency: Money.shape.currency })
  .meta({ id: "MoneyTotal", description: "A sum of amounts in one currency. It may have more digits than an amount." });

/** Any JSON object; its inside is checked elsewhere, by the schema it claims to follow. */
export const JsonObject = z.record(z.string(), z.unknown());
export type JsonObject = z.infer<typeof JsonObject>;

export const defaultPageSize = 50;
export const maxPageSize = 200;

export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(maxPageSize)
    .default(defaultPageSize)
    .describe("How many items a page has at most."),
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
export const IdParams = z.strictObject({
  id: z.string().min(1).max(100).describe("The id of what the address names."),
});

/** What stands in no name: control characters, what turns the direction of text, what cannot be seen, halves of characters, private ones. */
const invisible =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u2800]|(?![\u200c\u200d\ufe0e\ufe0f])[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** Marks heaped on one letter reach into the lines above and below; no script needs more than four. */
const heaped = /\p{M}{5,}/u;

/**
 * A name that people read: of a person, a team, an agent, a key, an action type, a view. One line of visible characters, kept in Unicode's
 * composed form (NFC) with single spaces, so that what looks like one name is one as far as spaces and composition go.
 */
export function displayName(max: number) {
  return (
    z
      .string()
      // In UTF-16 units as sent; what is left after composing is never longer in what people count as characters.
      .max(max * 4)
      .transform((text) =>
        text
          .normalize("NFC")
          .replace(/\p{Zs}+/gu, " ")
          .trim(),
      )
      .pipe(
        z
          .string()
          .min(1, "must not be empty")
          .max(max)
          .refine((name) => !invisible.test(name), "contains a control character or one that cannot be seen")
          .refine((name) => !heaped.test(name), "heaps marks on one letter")
          .refine(saysSomething, "has nothing that can be read"),
      )
  );
}

/** What somebody has to say in their own words, on as many lines as they like, such as a reason. @param max units of UTF-16 */
export function said(max: number) {
  return z
    .string()
    .trim()
    .min(1, { error: "must say something", abort: true })
    .max(max)
    .refine(saysSomething, "has nothing that can be read");
}
