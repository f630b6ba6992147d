import { cutText } from "../words.rules";
import type { StepBudget } from "./step-budget.rules";

/** What a schema says against a value: by which keyword, where in the value, and in words that continue the value's name. */
export interface SchemaFault {
  keyword: string;
  path: readonly (string | number)[];
  message: string;
}

/** Which members and items some keyword has looked at: what `unevaluatedProperties` and `unevaluatedItems` ask for. */
export class Seen {
  properties = new Set<string>();
  /** Items before this index. */
  itemsBefore = 0;
  items = new Set<number>();

  add(other: Seen): void {
    for (const name of other.properties) this.properties.add(name);
    for (const item of other.items) this.items.add(item);
    this.itemsBefore = Math.max(this.itemsBefore, other.itemsBefore);
  }
}

/** One keyword, or several that belong together, of one subschema. Answers whether the value passes. */
export type Check = (value: unknown, run: Run, seen: Seen | undefined) => boolean;

/** A subschema, ready to be asked. */
export interface SchemaNode {
  checks: Check[];
  /** Subschemas that are asked about the same value: by reference, or as one of several. */
  inPlace: { node: SchemaNode }[];
}

/** A fault's own words and path must not weigh more than they help. */
const maxStepLength = 120;

/** One check of one value. */
export class Run {
  readonly path: (string | number)[] = [];
  faults: SchemaFault[] = [];

  /**
   * @param limit ends at this many faults; 0 asks only whether there are any
   * @param tracks whether anything in the schema asks what was not looked at
   */
  constructor(
    readonly budget: StepBudget,
    private limit: number,
    private readonly tracks: boolean,
  ) {}

  /** After a fault: nobody wants to know more. */
  get enough(): boolean {
    return this.faults.length >= this.limit;
  }

  /** Notes a fault. @returns false, for the check to return */
  fault(keyword: string, message: string, ...more: (string | number)[]): false {
    if (!this.enough) {
      const path = [...this.path, ...more].map((step) =>
        typeof step === "string" ? cutText(step, maxStepLength) : step,
      );
      this.faults.push({ keyword, path, message });
    }
    return false;
  }

  /** Asks a subschema about a value; what it looked at counts only where it passes. */
  visit(node: SchemaNode, value: unknown, seen: Seen | undefined): boolean {
    this.budget.spend(1 + node.checks.length);
    const own = this.tracks ? new Seen() : undefined;
    let passes = true;
    for (const check of node.checks) {
      if (check(value, this, own)) continue;
      passes = false;
      if (this.enough) return false;
    }
    if (passes && own && seen) {
      this.budget.spend(own.properties.size + own.items.size);
      seen.add(own);
    }
    return passes;
  }

  /** Asks about a member or an item of the value at hand. */
  descend(node: SchemaNode, value: unknown, step: string | number): boolean {
    this.path.push(step);
    const passes = this.visit(node, value, undefined);
    this.path.pop();
    return passes;
  }

  /** Asks without noting: gives what would be said against it, at most `limit` faults, or undefined where it passes. */
  attempt(ask: () => boolean, limit = 0): SchemaFault[] | undefined {
    const outer = { faults: this.faults, limit: this.limit };
    this.faults = [];
    this.limit = Math.min(limit, outer.limit);
    const passes = ask();
    const said = this.faults;
    this.faults = outer.faults;
    this.limit = outer.limit;
    return passes ? undefined : said;
  }

  /** Notes faults of an attempt as this run's own. */
  note(faults: readonly SchemaFault[]): void {
    for (const fault of faults) if (!this.enough) this.faults.push(fault);
  }
}
