import { type CursorPart, decodeCursor, encodeCursor, notOfThisList } from "@/lib/platform/cursor";
import type { ColumnSort } from "@/lib/platform/list-sort.rules";
import { db, Prisma } from "./client";

/** What a list can be ordered by. */
export interface OrderedBy {
  /** An SQL expression over the list's tables. */
  value: Prisma.Sql;
  holds: keyof typeof kinds;
  /** Rows may have nothing in it: they come last, whichever way the others go. */
  optional?: true;
}

/** What a list is read from. */
export interface ListSource {
  /** As FROM takes it. */
  from: Prisma.Sql;
  /** The unique id that decides between rows of equal value; text. */
  id: Prisma.Sql;
  where: readonly Prisma.Sql[];
}

/** Where a page begins, and how long it is. */
interface Place {
  cursor?: string | undefined;
  limit: number;
}

/** A row's id, and the cursor of what comes after it. */
export interface Found {
  id: string;
  cursor: string;
}

/** How a value is compared, written into a cursor, and checked when it comes back. */
const kinds = {
  text: { type: Prisma.sql`text`, part: "text", written: (value: Prisma.Sql) => value },
  time: {
    type: Prisma.sql`timestamptz`,
    part: "time",
    written: (value: Prisma.Sql) => Prisma.sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  },
  integer: { type: Prisma.sql`bigint`, part: "integer", written: (value: Prisma.Sql) => Prisma.sql`${value}::float8` },
  decimal: { type: Prisma.sql`numeric`, part: "decimal", written: (value: Prisma.Sql) => Prisma.sql`${value}::text` },
  share: { type: Prisma.sql`float8`, part: "share", written: (value: Prisma.Sql) => value },
} as const satisfies Record<string, { type: Prisma.Sql; part: CursorPart; written: (value: Prisma.Sql) => Prisma.Sql }>;

/**
 * A page of a list's ids in an order, and one more where there is one: those with a value, then those without, each by an index of its
 * own where the list is long, since one over both would have its empty places first one way and last the other. Rows of equal value go
 * by id, so that every row comes exactly once however many share a value.
 *
 * @throws 400 naming `cursor` for one of another list or order
 */
export async function orderedIds<Column extends string>(
  source: ListSource,
  columns: Readonly<Record<Column, OrderedBy>>,
  { columnId, direction }: ColumnSort<Column>,
  page: Place,
): Promise<Found[]> {
  const { from, id, where } = source;
  const by = columns[columnId];
  const { type, part, written } = kinds[by.holds];
  const order = `${columnId} ${direction}`;
  const after = decodeCursor(page.cursor, ["text", part, "text"], ...(by.optional ? [["text", "text"] as const] : []));
  if (after && after[0] !== order) throw notOfThisList();
  const isPastValues = after?.length === 2;
  const lastId = String(after?.at(-1));
  const limit = page.limit + 1;
  const [compare, way] =
    direction === "descending" ? [Prisma.sql`<`, Prisma.sql`DESC`] : [Prisma.sql`>`, Prisma.sql`ASC`];
  const found: Found[] = [];
  if (!isPastValues) {
    const conditions = [
      ...where,
      ...(by.optional ? [Prisma.sql`${by.value} IS NOT NULL`] : []),
      ...(after ? [Prisma.sql`(${by.value}, ${id}) ${compare} (${after[1]}::${type}, ${lastId})`] : []),
    ];
    const rows = await db().$queryRaw<{ id: string; key: string | number }[]>`
      SELECT ${id} AS id, ${written(by.value)} AS key FROM ${from} WHERE ${Prisma.join(conditions, " AND ")} ORDER BY ${by.value} ${way}, ${id} ${way} LIMIT ${limit}`;
    found.push(...rows.map((row) => ({ id: row.id, cursor: encodeCursor([order, row.key, row.id]) })));
  }
  // Asked for only where it is reached: it may be most of the list.
  if (by.optional && found.length < limit) {
    const conditions = [
      ...where,
      Prisma.sql`${by.value} IS NULL`,
      ...(isPastValues ? [Prisma.sql`${id} ${compare} ${lastId}`] : []),
    ];
    const rows = await db().$queryRaw<
      { id: string }[]
    >`SELECT ${id} AS id FROM ${from} WHERE ${Prisma.join(conditions, " AND ")} ORDER BY ${id} ${way} LIMIT ${limit - found.length}`;
    found.push(...rows.map((row) => ({ id: row.id, cursor: encodeCursor([order, row.id]) })));
  }
  return found;
}

/** The page's own ids, and the cursor of the next page where there is one. */
export function pageFrom(found: readonly Found[], limit: number): { ids: string[]; nextCursor: string | null } {
  const shown = found.slice(0, limit);
  return {
    ids: shown.map(({ id }) => id),
    nextCursor: found.length > shown.length ? (shown.at(-1)?.cursor ?? null) : null,
  };
}

/** Rows that were read by their ids, in the ids' order. One that went away meanwhile is not there. */
export function inOrderOf<Row>(ids: readonly string[], rows: readonly Row[], idOf: (row: Row) => string): Row[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Whether any of some texts holds the words, whatever their case. */
export function anyHolds(texts: readonly Prisma.Sql[], words: string): Prisma.Sql {
  return Prisma.sql`(${Prisma.join(
    texts.map((text) => Prisma.sql`strpos(lower(${text}), lower(${words})) > 0`),
    " OR ",
  )})`;
}
