/** Collects conditions of a query and their values; every value is a bound parameter. */
export class Conditions {
  readonly parts: string[] = [];
  readonly values: unknown[] = [];
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
  add(condition: string): void {
    this.parts.push(condition);
  }
  /** All of them, with others. */
  and(...others: string[]): string {
    return [...this.parts, ...others].join(" AND ");
  }
}
