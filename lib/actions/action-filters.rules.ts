import { type ColumnSort, listSorts } from "@/lib/platform/list-sort.rules";
import type { ActionSort } from "./action.schemas";

/** What the list of all actions is narrowed by and how it is ordered, as it stands in the page's address; empty strings narrow nothing. */
export interface ActionFilters {
  q: string;
  /** Several are separated by commas, here as in the API. */
  status: string;
  zone: string;
  /** How it was decided. */
  outcome: string;
  /** How its execution stands. */
  result: string;
  /** Id of the agent that asked. */
  agent: string;
  kind: string;
  /** Name of the action type. */
  type: string;
  /** Id of the person who decided. */
  by: string;
  run: string;
  /** Id of the stop that caught it. */
  stopId: string;
  /** Days of the reader, `2026-11-27`, the first and the last. */
  from: string;
  to: string;
  /** What happened between two instants, as a count that led here had it: `reported/2026-11-27T07:00:00.000Z/2026-11-27T07:15:00.000Z`. */
  window: string;
  /** At least: an amount, with or without a currency. */
  cost: string;
  sort: string;
}

export const noActionFilters: ActionFilters = {
  q: "",
  status: "",
  zone: "",
  outcome: "",
  result: "",
  agent: "",
  kind: "",
  type: "",
  by: "",
  run: "",
  stopId: "",
  from: "",
  to: "",
  window: "",
  cost: "",
  sort: "",
};

/** Whether anything narrows the list; its order does not. */
export function isNarrowed({ sort: _sort, ...filters }: ActionFilters): boolean {
  return Object.values(filters).some((value) => value !== "");
}

/** An amount and its currency, in either order, as people write them: `1200`, `1,200.50 EUR`, `EUR 5`. What is neither stays as it is, for the API to refuse. */
export function costAtLeast(text: string): { minCost?: string; currency?: string } {
  const words = text.trim();
  if (words === "") return {};
  const [, before, figure = "", after] = /^([a-z]{3})?\s*([\d.,\s]*?)\s*([a-z]{3})?$/iu.exec(words) ?? [];
  const currency = (before ?? after)?.toUpperCase();
  if ((figure === "" && currency === undefined) || (before !== undefined && after !== undefined))
    return { minCost: words };
  const amount = figure.replace(/(?<=\d)[,\s](?=\d{3}(?:\D|$))/gu, "");
  return { ...(amount === "" ? {} : { minCost: amount }), ...(currency === undefined ? {} : { currency }) };
}

const happenings = ["asked", "decided", "reported"] as const;
export type Happening = (typeof happenings)[number];

/** What is counted of a stretch of time: from its first instant, to before its last one. RFC 3339. */
export interface TimeWindow {
  of: Happening;
  from: string;
  to: string;
}

const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && !Number.isNaN(Date.parse(text));

/** A window as the page's address holds it. */
export const windowText = ({ of, from, to }: TimeWindow): string => [of, from, to].join("/");

/** The window that an address holds; null where it holds none that makes sense. */
export function windowIn(text: string): TimeWindow | null {
  const [word, from = "", to = "", ...more] = text.split("/");
  const of = happenings.find((happening) => happening === word);
  return of && isInstant(from) && isInstant(to) && more.length === 0 ? { of, from, to } : null;
}

const bounds = {
  asked: ["createdAfter", "createdBefore"],
  decided: ["decidedAfter", "decidedBefore"],
  reported: ["reportedAfter", "reportedBefore"],
} as const satisfies Record<Happening, readonly [string, string]>;

/** What the API is sent of a window; one that makes no sense is sent as it is, for the API to refuse. */
function windowParameters(text: string): Record<string, string> {
  if (text === "") return {};
  const found = windowIn(text);
  if (!found) return { createdAfter: text };
  const [after, before] = bounds[found.of];
  return { [after]: found.from, [before]: found.to };
}

/** The orders that the list's headings stand for; the queue's own has no heading. */
const sorts = listSorts(
  {
    newest: { columnId: "asked", direction: "descending" },
    oldest: { columnId: "asked", direction: "ascending" },
    highest_cost: { columnId: "cost", direction: "descending" },
    lowest_cost: { columnId: "cost", direction: "ascending" },
    highest_confidence: { columnId: "confidence", direction: "descending" },
    lowest_confidence: { columnId: "confidence", direction: "ascending" },
  } satisfies Record<Exclude<ActionSort, "queue">, ColumnSort>,
  "newest",
);

/** The column that an order goes by; none for one that the list does not know. */
export const columnOf = sorts.columnOf;

/** The order that goes by a column; empty for the usual one, the newest first. */
export const sortBy = sorts.textOf;

/** Of two bounds in UTC, the one that leaves less; an empty one leaves everything. */
const latest = (a = "", b = "") => (a > b ? a : b);
const earliest = (a = "", b = "") => (a === "" || (b !== "" && b < a) ? b : a);

/**
 * The filters as the API takes them.
 *
 * @param days the first moments, RFC 3339, of the day `from` and of the day after `to`; null where they are no dates
 */
export function actionParameters(
  filters: ActionFilters,
  days: { from: string | null; after: string | null },
): Record<string, string> {
  const { q, status, zone, outcome, result, agent, kind, type, by, run, stopId, from, to, window, cost, sort } =
    filters;
  const inWindow = windowParameters(window);
  const all = {
    q: q.trim(),
    status,
    zone,
    outcome,
    executionStatus: result,
    agentId: agent,
    kind,
    action: type,
    decidedById: by,
    runId: run,
    stopId,
    ...inWindow,
    // What is no date is sent as it is: the refusal then says so.
    createdAfter: latest(inWindow.createdAfter, from && (days.from ?? from)),
    createdBefore: earliest(inWindow.createdBefore, to && (days.after ?? to)),
    ...costAtLeast(cost),
    sort,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}
