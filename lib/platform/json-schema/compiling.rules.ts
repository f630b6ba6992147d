import type { SchemaNode } from "./evaluation.rules";
import type { StepBudget } from "./step-budget.rules";
import type { JsonRecord } from "./values.rules";

/** A schema that cannot be used: where in it, and why, in words that continue its name. */
export class InvalidSchema extends Error {
  constructor(
    readonly path: readonly string[],
    message: string,
  ) {
    super(message);
  }
}

/** Whether a text matches, at a cost that is taken from the budget. */
export type PatternTest = (text: string, budget: StepBudget) => boolean;
/** Makes the tests of one schema's patterns. @throws Error saying why a pattern is refused */
export type PatternSource = (pattern: string) => PatternTest;

/** One subschema while it is compiled: its own keywords, and how to compile those under it. */
export interface Compiling {
  readonly schema: JsonRecord;
  readonly path: readonly string[];
  /** The subschema at a place of this one. It is asked about a part of the value. */
  child(raw: unknown, ...place: string[]): SchemaNode;
  /** The subschema at a place of this one that is asked about the same value. */
  inPlace(raw: unknown, ...place: string[]): SchemaNode;
  /** The subschema that a reference leads to, known once everything is compiled. */
  reference(target: string, keyword: string): { node: SchemaNode };
  pattern(pattern: string, ...place: string[]): PatternTest;
  /** Remembers that what was not looked at is asked for. */
  track(): void;
  refuse(message: string, ...place: string[]): never;
}
