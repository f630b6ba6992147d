import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import type { Conditions } from "@/lib/platform/db/conditions";
import type { ActionSort } from "./action.schemas";

/** Where an action stands in any of the orders. */
export interface Position {
  id: string;
  created_at: Date;
  expires_at: Date;
  zone_rank: number;
  by_cost: string;
  cost_amount: string | null;
  confidence: number | null;
}

/** The actions that meet the conditions, in an order, from a place in it on. */
export interface Ordered {
  /** As ORDER BY takes it; `a` is the action. */
  order: string;
  /** The query of the next ones, `limit` at most. */
  select: (limit: number) => string;
  /** The cursor of what comes after this one. */
  cursorAfter: (last: Position) => string;
}

/** What costs most comes first; what names no cost comes last. Currencies are not converted. */
const byCost = "-coalesce(a.cost_amount, 0)";

/** The columns of a Position. */
export const positionColumns = `a.id, a.created_at, a.expires_at, a.zone_rank, (${byCost})::text AS by_cost, a.cost_amount::text AS cost_amount, a.confidence`;

const plainly = (where: Conditions, order: string) => (limit: number) =>
  `SELECT a.* FROM actions a WHERE ${where.and()} ORDER BY ${order} LIMIT ${limit}`;

/** Red before yellow before green, then what expires first, then what costs most. Uses actions_queue_order_idx. */
function queueOrder(where: Conditions, cursor: string | undefined): Ordered {
  const order = `a.zone_rank, a.expires_at, ${byCost}, a.id`;
  const after = decodeCursor(cursor, ["smallint", "time", "decimal", "text"]);
  where.add("a.status = 'pending'");
  if (after)
    where.add(
      `(${order}) > (${where.bind(after[0])}::smallint, ${where.bind(after[1])}::timestamptz, ${where.bind(after[2])}::numeric, ${where.bind(after[3])})`,
    );
  return {
    order,
    select: plainly(where, order),
    cursorAfter: (last) => encodeCursor([last.zone_rank, last.expires_at.toISOString(), last.by_cost, last.id]),
  };
}

function timeOrder(where: Conditions, cursor: string | undefined, newestFirst: boolean): Ordered {
  const after = decodeCursor(cursor, ["time", "text"]);
  const [compare, direction] = newestFirst ? ["<", "DESC"] : [">", "ASC"];
  const order = `a.created_at ${direction}, a.id ${direction}`;
  if (after)
    where.add(`(a.created_at, a.id) ${compare} (${where.bind(after[0])}::timestamptz, ${where.bind(after[1])})`);
  return {
    order,
    select: plainly(where, order),
    cursorAfter: (last) => encodeCursor([last.created_at.toISOString(), last.id]),
  };
}

/** Columns that an action may have nothing in: it is then last, whichever way the others go. */
const valueColumns = {
  cost: { name: "a.cost_amount", type: "numeric", part: "decimal or none" },
  confidence: { name: "a.confidence", type: "float8", part: "share or none" },
} as const;
const none = "";

/**
 * By a value, the highest or lowest first, then those without it. An index reads its empty places first one way and last the other, so
 * the two are read one after the other, each by an index of its own: actions_cost_idx or actions_confidence_idx, then by time.
 */
function valueOrder(
  where: Conditions,
  cursor: string | undefined,
  column: keyof typeof valueColumns,
  highestFirst: boolean,
): Ordered {
  const { name, type, part } = valueColumns[column];
  const [compare, direction] = highestFirst ? ["<", "DESC"] : [">", "ASC"];
  const after = decodeCursor(cursor, [part, "time", "text"]);
  const [value, at, id] = after ?? [];
  const isPastValues = value === none;
  const place = after ? `${where.bind(at)}::timestamptz, ${where.bind(id)}` : "";
  const byTime = `a.created_at ${direction}, a.id ${direction}`;
  const valued = !after
    ? []
    : isPastValues
      ? ["false"]
      : [`(${name}, a.created_at, a.id) ${compare} (${where.bind(value)}::${type}, ${place})`];
  const empty = isPastValues ? [`(a.created_at, a.id) ${compare} (${place})`] : [];
  return {
    order: `${name} ${direction} NULLS LAST, ${byTime}`,
    select: (limit) =>
      `(SELECT a.* FROM actions a WHERE ${where.and(`${name} IS NOT NULL`, ...valued)} ORDER BY ${name} ${direction}, ${byTime} LIMIT ${limit})
       UNION ALL
       (SELECT a.* FROM actions a WHERE ${where.and(`${name} IS NULL`, ...empty)} ORDER BY ${byTime} LIMIT ${limit})`,
    cursorAfter: (last) =>
      encodeCursor([
        (column === "cost" ? last.cost_amount : last.confidence) ?? none,
        last.created_at.toISOString(),
        last.id,
      ]),
  };
}

/** @throws 400 for a cursor of another order */
export function ordered(where: Conditions, sort: ActionSort, cursor: string | undefined): Ordered {
  switch (sort) {
    case "queue":
      return queueOrder(where, cursor);
    case "newest":
    case "oldest":
      return timeOrder(where, cursor, sort === "newest");
    case "highest_cost":
    case "lowest_cost":
      return valueOrder(where, cursor, "cost", sort === "highest_cost");
    case "highest_confidence":
    case "lowest_confidence":
      return valueOrder(where, cursor, "confidence", sort === "highest_confidence");
  }
}
