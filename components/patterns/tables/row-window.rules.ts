/** Which rows of a long list are drawn: from `first`, up to but not including `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

export interface Scrolled {
  /** How far the list is scrolled, in CSS pixels. */
  topPx: number;
  /** How much of it is in sight, in CSS pixels. */
  heightPx: number;
  rowPx: number;
  /** How many rows are drawn beyond both edges. */
  overscan: number;
}

/** Rows enter and leave by so many at once: a step of scrolling within them draws nothing anew. */
const step = 4;

/** The rows in sight and those beyond both edges, for rows of one height. */
export function rowsInSight({ topPx, heightPx, rowPx, overscan }: Scrolled): RowRange {
  const first = Math.floor(topPx / rowPx) - overscan;
  const end = Math.ceil((topPx + heightPx) / rowPx) + overscan;
  return { first: Math.max(0, Math.floor(first / step) * step), end: Math.max(0, Math.ceil(end / step) * step) };
}

/** The range within a list of `count` rows; a list that has become shorter shows its end. */
export function withinCount({ first, end }: RowRange, count: number): RowRange {
  return first < count
    ? { first, end: Math.min(end, count) }
    : { first: Math.max(0, count - (end - first)), end: count };
}

/** Where to scroll so that the row is in sight, moving no further than needed; null where it is already. */
export function scrollToRow(index: number, { topPx, heightPx, rowPx }: Omit<Scrolled, "overscan">): number | null {
  const start = index * rowPx;
  if (start < topPx) return start;
  return start + rowPx > topPx + heightPx ? start + rowPx - heightPx : null;
}
