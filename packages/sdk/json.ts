/**
 * The canonical text of a JSON value (RFC 8785): members sorted by UTF-16 code units, no white space. Two values are the
 * same JSON exactly when their canonical texts are equal.
 * @throws {TypeError} for what JSON cannot hold (a number that is not finite, a function, undefined inside an array)
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value))
    throw new TypeError("JSON has no number that is not finite");
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`JSON cannot hold a ${typeof value}`);
  return text;
}

export function sameJson(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
