/** A page ends before it holds more than this, whatever its limit: rows may have megabytes each. */
export const maxPageBytes = 4 * 1_048_576;

/** The first of these, as many as weigh no more than a page may together; at least one where there is one. */
export function withinPage<T>(rows: readonly T[], bytesOf: (row: T) => number, maxBytes = maxPageBytes): T[] {
  let bytes = 0;
  const end = rows.findIndex((row, i) => (bytes += bytesOf(row)) > maxBytes && i > 0);
  return rows.slice(0, end === -1 ? rows.length : end);
}
